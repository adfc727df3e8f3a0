/**
 * Source of unpredictable bytes, given from outside because the domain runs anywhere.
 * Must come from the operating system (`crypto.getRandomValues`); returns exactly `lengthInBytes` fresh bytes.
 */
export type RandomBytes = (lengthInBytes: number) => Uint8Array
