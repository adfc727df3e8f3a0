/** The list with one entry at another place; unchanged when the place does not exist. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = [...list]
  if (to < 0 || to >= list.length) return rest
  const taken = rest.splice(from, 1)
  rest.splice(to, 0, ...taken)
  return rest
}
