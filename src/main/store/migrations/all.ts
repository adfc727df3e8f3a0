import { projects } from './001-projects.ts'
import { bidFiles } from './002-bid-files.ts'
import { rehearsals } from './003-rehearsals.ts'
import { bidFileEnds } from './004-bid-file-ends.ts'

/** Every change of the desktop's tables, in order. A released one never changes. */
export const migrations = [projects, bidFiles, rehearsals, bidFileEnds]
