import { createContext, useContext } from 'react'
import type { Phone } from '../../domain/cosign/phone-record.ts'
import type { DeviceKey } from './device-key.ts'
import type { ServerConnection } from './server-connection.ts'
import type { PhoneStorage, SignedIn } from './store/phone-store.ts'

/** What the page has before anybody is signed in. */
export interface PhoneParts {
  storage: PhoneStorage
  server: ServerConnection
  isDemo: boolean
}

/** The same with a person, the person's device key on this phone and the shares of the person's keys. */
export interface AccountParts extends PhoneParts {
  signedIn: SignedIn
  deviceKey: DeviceKey
  phone: Phone
}

export const PhonePartsContext = createContext<PhoneParts | null>(null)
export const AccountContext = createContext<AccountParts | null>(null)

export function usePhoneParts(): PhoneParts {
  const parts = useContext(PhonePartsContext)
  if (parts === null) throw new Error('This screen needs the opened phone around it')
  return parts
}

export function useAccount(): AccountParts {
  const account = useContext(AccountContext)
  if (account === null) throw new Error('This screen needs a signed-in person around it')
  return account
}
