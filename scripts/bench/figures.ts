import type { Measured } from '../figures.ts'

/** The figures that are measured, in the order of the page, with their targets and what holds them where they are. */
export const wanted = {
  gcmOne: {
    name: 'SM4-GCM, one worker, MB/s',
    target: 2.4,
    better: 'more',
    limit:
      'OpenSSL’s SM4-CTR beside it. Relaxed SIMD computes the S-box in vectors; GHASH, which WebAssembly has no carry-less product for, takes the rest of the time. Electron 33’s main process asks at every address whether it lies in the memory, Node does not.',
  },
  gcmTwo: {
    name: 'SM4-GCM, two workers, MB/s',
    target: 3.8,
    better: 'more',
    limit: 'OpenSSL’s SM4-CTR on one core beside it. Cores: with fewer than two free ones a second worker only waits.',
  },
  ctr: {
    name: 'SM4-CTR, one worker, MB/s',
    target: 3.5,
    better: 'more',
    limit: 'OpenSSL’s SM4-CTR beside it. WebAssembly’s vectors of 128 bits; there are no wider ones.',
  },
  sm3: {
    name: 'SM3, one worker, MB/s',
    target: 0.6,
    better: 'more',
    limit: 'OpenSSL’s SM3 beside it. One block depends on the block before: nothing can be done at once.',
  },
  generated: {
    name: 'Bid generated end to end, MB/s',
    target: 1.3,
    better: 'more',
    limit:
      'OpenSSL’s SM4-CTR beside it. From sixteen sparse files to both finished files: reading and digesting, encrypting, digesting the chunks, writing, signed with a key at hand; the phone is left out. The bid file’s own SM3 is taken afterwards, in the background, and so is the reading back of what was written: neither is in the figure. The disk takes twice the bytes of the bid. One large file instead of sixteen is digested by one thread, at the rate of SM3.',
  },
  generatedFromKnown: {
    name: 'Bid generated from files that were digested before, MB/s',
    target: 1.3,
    better: 'more',
    limit:
      'OpenSSL’s SM4-CTR beside it. The same without the first reading: files that were stored, sealed or looked at since the program began, and are found unchanged, are not read before they are encrypted.',
  },
  opened: {
    name: 'Bid opened with its key, MB/s',
    target: 2,
    better: 'more',
    limit:
      'OpenSSL’s SM4-CTR beside it. From a checked bid file to verified contents in the store, with the file key at hand. Left out are the phone and what comes before it: the download, and its two digests, of the whole file and of the chunks that were signed, each by a thread. Every byte is decrypted, digested as content and written.',
  },
  arithmetic: {
    name: 'Hardened co-sign, both sides’ arithmetic, ms',
    target: 1,
    better: 'less',
    limit:
      'A limit of 12 ms. Phone and server in one thread, three messages with their schemas, device signatures and store in memory; the PIN was stretched before, as in a session. Eight products of G, five of other points, three verified sums, ten inversions.',
  },
  loopback: {
    name: 'Hardened co-sign over loopback, ms',
    target: 1,
    better: 'less',
    limit:
      'A limit of 60 ms. A server process with its real store, one phone: three requests, each with its transaction on the disk before the reply.',
  },
  server: {
    name: 'Co-signs of one server process a second',
    target: 1,
    better: 'more',
    limit:
      'A floor of 150. Eight phones at once, in another process on the other core, twelve seconds after they began: V8 compiles what both do often, and until then they do about seven for ten (decision 111); the server has one thread, so one core, and a phone’s half costs three quarters of the server’s. More than a quarter of that thread is arithmetic on points, a seventh the devices’ signatures, a sixth HTTP, an eighth SQLite; the rest is schemas, hashes and a hundred small things.',
  },
  verify: {
    name: 'SM2 verifications a second, prepared authority',
    target: 1,
    better: 'more',
    limit:
      'A floor of 1,500. 128 additions of table entries and one inversion, about 1,800 products of nine limbs; WebAssembly has no product of 64 by 64 bits.',
  },
  start: {
    name: 'Start to a usable window, ms',
    target: 0.667,
    better: 'less',
    limit:
      'An empty Electron window beside it, of whose time at most 1.5 times may be taken. A first start, with nothing kept from an earlier one: the window’s program is parsed and evaluated from its source, and drawn. Usable is the first picture with something to press; the list of projects comes with main’s first answers, about 60 to 200 ms later, when the schemas of what the window asks are fetched and the store is made; then the server process begins.',
  },
  sealing: {
    name: 'Sealing one page of a PDF of 100 MB, ms',
    target: 1,
    better: 'less',
    limit:
      'A limit of 300 ms. The built app from the call to the sealed document in its store, without the time in which the phone answered. The pass over the document was made before, when it was attached, and its file is found unchanged. What is left are the ticket, the signing time’s proof and the answer on their way to and from the server, and the copy on its way to the disk.',
  },
} as const satisfies Record<string, Pick<Measured, 'name' | 'target' | 'better'> & { limit: string }>

export type FigureId = keyof typeof wanted

/** The names that contain the text, whatever its case; all without a text. */
export function chosenFigures(text: string | undefined): Set<FigureId> {
  const ids = Object.keys(wanted) as FigureId[]
  const chosen = ids.filter((id) => wanted[id].name.toLowerCase().includes((text ?? '').toLowerCase()))
  if (chosen.length === 0)
    throw new Error(`No figure is called ${text}: ${ids.map((id) => wanted[id].name).join('; ')}`)
  return new Set(chosen)
}
