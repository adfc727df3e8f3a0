import { generateIn } from './generating.ts'

// Generates a bid in the folder of the first argument, and dies without a word in the step of the second.

const [folder = '', step = ''] = process.argv.slice(2)
const die = () => void process.kill(process.pid, 'SIGKILL')
await generateIn(folder, step === 'encrypting' ? { onEncrypting: die } : { onWriting: die })
