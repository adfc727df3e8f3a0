import { deflateSync } from 'node:zlib'
import * as der from '../../src/domain/asn1/write-der.ts'
import { decodeManifest } from '../../src/domain/bid-file/manifest.ts'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { concatBytes, utf8Bytes, utf8Text } from '../../src/domain/bytes.ts'
import { encodePicture } from '../../src/domain/pdf/embed-picture.ts'
import { oid } from '../../src/domain/pki/object-identifiers.ts'
import { decodePem } from '../../src/domain/pki/pem.ts'
import { readRevocationList } from '../../src/domain/pki/revocation-list.ts'
import { readSignedData } from '../../src/domain/pki/signed-data.ts'
import { sm2WithSm3Algorithm } from '../../src/domain/pki/signed-structure.ts'
import { tenderSchema } from '../../src/domain/project/tender.ts'
import { readZip } from '../../src/domain/zip/read-zip.ts'
import { localHeader, zipDirectory } from '../../src/domain/zip/zip-records.ts'
import { platformRoutes } from '../../src/protocol/http-api.ts'
import { createHttpClient } from '../../src/protocol/http-route.ts'
import { answerSchemas } from '../../src/protocol/ticket-answers.ts'
import { makeAuthorities } from '../kit/authorities.ts'
import { crc32 } from '../kit/crc32.ts'
import { readJson } from './read-json.ts'
import { inspectWhole } from './targets/pdf-readers.ts'

/** An input that names much with few bytes, and who reads it. */
export interface Amplifier {
  name: string
  input: Uint8Array
  read(input: Uint8Array): unknown
}

const mebibyte = 1024 * 1024
const { root } = makeAuthorities('amplifiers')

function repeated(unit: Uint8Array, sizeInBytes: number): Uint8Array {
  const bytes = new Uint8Array(Math.floor(sizeInBytes / unit.length) * unit.length)
  for (let at = 0; at < bytes.length; at += unit.length) bytes.set(unit, at)
  return bytes
}

/** A list whose entries are as short as they can be: a serial number of three bytes and a time. */
function revocationList(count: number): Uint8Array {
  const entry = der.sequence(der.integer(0x10000), der.certificateTime(new Date('2026-01-01T00:00:00Z')))
  const entries = repeated(entry, entry.length * count)
  for (let i = 0; i < count; i++) entries.set([1 + (i >> 16), i >> 8, i], i * entry.length + 4)
  const time = der.certificateTime(new Date('2026-01-01T00:00:00Z'))
  const tbs = der.sequence(
    der.integer(1),
    sm2WithSm3Algorithm,
    root.certificate.subject.der,
    time,
    time,
    der.element(0x30, entries),
  )
  const signature = der.bitString(der.sequence(der.integer(1), der.integer(1)))
  return der.sequence(tbs, sm2WithSm3Algorithm, signature)
}

/** A message of as many certificates as may be, whose names have as many attributes as may be. */
function manyNames(): Uint8Array {
  const attribute = der.sequence(der.objectIdentifier('2.5.4.3'), der.utf8String(''))
  const name = der.sequence(...Array<Uint8Array>(31).fill(der.element(0x31, ...Array<Uint8Array>(24).fill(attribute))))
  const shape = root.certificate.tbs
  const subject = root.certificate.subject.der
  const at = Buffer.from(shape).indexOf(Buffer.from(subject))
  const inner = concatBytes(shape.subarray(4, at), name, shape.subarray(at + subject.length))
  const certificate = der.sequence(
    der.element(0x30, inner),
    sm2WithSm3Algorithm,
    der.bitString(der.sequence(der.integer(1), der.integer(1))),
  )
  const certificates = der.element(0xa0, ...Array<Uint8Array>(72).fill(certificate))
  const signedData = der.sequence(
    der.integer(1),
    der.setOf(der.sequence(der.objectIdentifier(oid.sm3))),
    der.sequence(der.objectIdentifier(oid.data)),
    certificates,
  )
  return der.sequence(der.objectIdentifier(oid.signedData), der.contextConstructed(0, signedData))
}

function manyEntries(count: number): Uint8Array {
  const entries = Array.from({ length: count }, (_, i) => ({
    name: `f${i}`,
    sizeInBytes: 0,
    crc32: crc32(new Uint8Array()),
  }))
  return concatBytes(...entries.map(localHeader), zipDirectory(entries))
}

function pdfOf(object: string): Uint8Array {
  const start = `%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/X ${object}>>\nendobj\n`
  const table = `xref\n1 1\n0000000009 00000 n \ntrailer\n<</Size 3/Root 1 0 R>>\nstartxref\n${start.length}\n%%EOF\n`
  return utf8Bytes(start + table)
}

function emptyPicture(widthInPixels: number): Uint8Array {
  const chunk = (type: string, data: Uint8Array) => {
    const body = concatBytes(utf8Bytes(type), data)
    const numbers = new DataView(new ArrayBuffer(8))
    numbers.setUint32(0, data.length)
    numbers.setUint32(4, crc32(body))
    return concatBytes(new Uint8Array(numbers.buffer, 0, 4), body, new Uint8Array(numbers.buffer, 4))
  }
  const header = new DataView(new ArrayBuffer(13))
  header.setUint32(0, widthInPixels)
  header.setUint32(4, widthInPixels)
  header.setUint16(8, 0x0806)
  const rows = deflateSync(new Uint8Array(widthInPixels * (1 + 4 * widthInPixels)))
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  return concatBytes(
    signature,
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('IDAT', rows),
    chunk('IEND', new Uint8Array()),
  )
}

const many = (unit: string, sizeInBytes: number) => unit.repeat(Math.floor(sizeInBytes / unit.length))
const readAnswer = (input: Uint8Array) =>
  createHttpClient(
    'http://127.0.0.1:1',
    async () => new Response(input as Uint8Array<ArrayBuffer>),
    async () => ({}),
  ).call(platformRoutes.tenders, { body: {} })

/** Made when asked for: all of them at once would be part of what is measured. */
export const amplifiers: readonly (() => Amplifier)[] = [
  () => ({ name: 'a revocation list of short entries', input: revocationList(200_000), read: readRevocationList }),
  () => ({ name: 'names of many attributes', input: manyNames(), read: readSignedData }),
  () => ({
    name: 'a SignedData of a long content',
    input: der.sequence(der.octetString(new Uint8Array(8 * mebibyte))),
    read: readSignedData,
  }),
  () => ({
    name: 'an archive of empty entries',
    input: manyEntries(20_000),
    read: (input) => readZip(sourceOfBytes(input)),
  }),
  () => ({
    name: 'a manifest of empty lists',
    input: utf8Bytes(`[${many('[],', 8 * mebibyte)}[]]`),
    read: decodeManifest,
  }),
  () => ({
    name: 'a manifest of members',
    input: utf8Bytes(`{${Array.from({ length: 500_000 }, (_, i) => `"${i}":1,`).join('')}"a":1}`),
    read: decodeManifest,
  }),
  () => ({
    name: 'a manifest of numbers',
    input: utf8Bytes(`{"format":[${many('0.5,', 8 * mebibyte)}1]}`),
    read: decodeManifest,
  }),
  () => ({
    name: 'a tender of empty objects',
    input: utf8Bytes(`{"nodes":[${many('{},', 4 * mebibyte)}{}]}`),
    read: (input) => readJson(tenderSchema, input),
  }),
  () => ({
    name: 'an answer of empty lists',
    input: utf8Bytes(`{"tenders":[${many('[],', 8 * mebibyte)}[]]}`),
    read: readAnswer,
  }),
  () => ({ name: 'an answer nested without end', input: utf8Bytes('['.repeat(4 * mebibyte)), read: readAnswer }),
  () => ({
    name: 'a seal in an answer',
    input: utf8Bytes(`{"personName":"x","certificate":{},"seals":["${'A'.repeat(8 * mebibyte)}"]}`),
    read: (input) => readJson(answerSchemas['pick-seal'], input),
  }),
  () => ({
    name: 'a PEM of one long block',
    input: utf8Bytes(`-----BEGIN CERTIFICATE-----\n${many('A', 8 * mebibyte)}\n-----END CERTIFICATE-----`),
    read: (input) => decodePem('CERTIFICATE', utf8Text(input)!),
  }),
  () => ({
    name: 'a PEM of many beginnings',
    input: utf8Bytes(many('-----BEGIN A-----\n', 4 * mebibyte)),
    read: (input) => decodePem('CERTIFICATE', utf8Text(input)!),
  }),
  () => ({ name: 'a PDF of empty dictionaries', input: pdfOf(`[${many('<<>>', mebibyte)}]`), read: inspectWhole }),
  () => ({ name: 'a PDF of one long string', input: pdfOf(`(${many('a', 8 * mebibyte)})`), read: inspectWhole }),
  () => ({
    name: 'a picture without anything',
    input: emptyPicture(4096),
    read: (input) => encodePicture(input),
  }),
]
