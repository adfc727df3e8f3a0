import { generateIn } from './generating.ts'

// Generates a bid in the folder of the first argument, and dies without a word in the step of the second.

const [folder = '', step = ''] = process.argv.slice(2)
const die = () => void process.kill(process.pid, 'SIGKILL')
// There a finished file is copied, and lies in both folders meanwhile.
if (step === 'copying') Object.defineProperty(process, 'platform', { value: 'win32' })
await generateIn(folder, step === 'encrypting' ? { onEncrypting: die } : { onWriting: die, trailerSize: 3000 })
