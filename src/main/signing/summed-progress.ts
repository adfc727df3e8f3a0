/** Progress of several files as that of one: what each has done, out of the sizes of all. */
export function summedProgress(
  sizesInBytes: readonly number[],
  report: (doneInBytes: number, totalInBytes: number) => void,
): (index: number) => (doneInBytes: number) => void {
  const total = sizesInBytes.reduce((sum, size) => sum + size, 0)
  const done = sizesInBytes.map(() => 0)
  let all = 0
  report(0, total)
  return (index) => (doneInBytes) => {
    all += doneInBytes - done[index]!
    done[index] = doneInBytes
    report(all, total)
  }
}
