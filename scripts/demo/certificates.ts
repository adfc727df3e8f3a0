import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodePem } from '../../src/domain/pki/pem.ts'
import { openDatabase } from '../../src/node/database.ts'
import { migrations } from '../../src/server/store/migrations/all.ts'
import { people } from '../../test/kit/drive/people.ts'

interface AuthorityRow {
  name: string
  certificate: Uint8Array
  list: Uint8Array | null
}

interface PairRow {
  phone: string
  signing: Uint8Array
  encryption: Uint8Array
}

/** Writes every certificate and revocation list of the installation, PEM and DER, out of the stopped server's data. */
export async function writeCertificates(userData: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const database = openDatabase(join(userData, 'server', 'server.sqlite'), migrations)
  const write = async (name: string, label: 'CERTIFICATE' | 'X509 CRL', der: Uint8Array) => {
    const file = join(folder, label === 'CERTIFICATE' ? `${name}.cer` : `${name}.crl`)
    const bytes = new Uint8Array(der)
    await writeFile(file, bytes)
    await writeFile(`${file}.pem`, encodePem(label, bytes))
  }
  try {
    for (const { name, certificate, list } of database.all<AuthorityRow>(
      'SELECT authority_id AS name, certificate, revocation_list AS list FROM authorities',
    )) {
      await write(name, 'CERTIFICATE', certificate)
      if (list !== null) await write(name, 'X509 CRL', list)
    }
    for (const { phone, signing, encryption } of database.all<PairRow>(
      'SELECT phone_number AS phone, signing, encryption FROM pairs JOIN accounts USING (account_id)',
    )) {
      const name = people.find((one) => one.phone === phone)?.id ?? phone
      await write(`${name}-signing`, 'CERTIFICATE', signing)
      await write(`${name}-encryption`, 'CERTIFICATE', encryption)
    }
  } finally {
    database.close()
  }
}
