import { ensureLinuxPackages } from './packages.ts'

ensureLinuxPackages('tests')
