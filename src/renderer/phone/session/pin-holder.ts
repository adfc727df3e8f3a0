/** The PIN of an open session, in this page's memory only and no longer than the session. */
export interface PinHolder {
  pin(): string | null
  hold(pin: string): void
  forget(): void
}

export function createPinHolder(): PinHolder {
  let held: string | null = null
  return {
    pin: () => held,
    hold: (pin) => {
      held = pin
    },
    forget: () => {
      held = null
    },
  }
}
