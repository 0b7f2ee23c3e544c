/** Letters that every exchange takes in an order id. */
const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 22;

/** A fresh client order id. It works on pages without TLS too, where crypto.randomUUID is missing. */
export function newClientOrderId(random: (bytes: Uint8Array) => Uint8Array = fill): string {
  let id = 'w';
  for (const byte of random(new Uint8Array(ID_LENGTH - 1))) {
    id += ALPHABET.charAt(byte % ALPHABET.length);
  }
  return id;
}

function fill(bytes: Uint8Array): Uint8Array {
  return globalThis.crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>);
}

/**
 * One wish to trade, from the first press of the button to a clear answer. While it is under way a second
 * press does nothing. After an unclear answer the same terms go out under the same id, which the server knows
 * as the same order; other terms get another id.
 */
export class OrderIntent {
  private id: string | null = null;
  private terms = '';
  private sending = false;

  constructor(private readonly freshId: () => string = newClientOrderId) {}

  /** The order to send, or null while one is under way. */
  begin<T extends object>(terms: T): (T & { readonly client_order_id: string }) | null {
    if (this.sending) {
      return null;
    }
    const written = JSON.stringify(Object.entries(terms).sort(([a], [b]) => (a < b ? -1 : 1)));
    if (this.id === null || written !== this.terms) {
      this.id = this.freshId();
      this.terms = written;
    }
    this.sending = true;
    return { ...terms, client_order_id: this.id };
  }

  /** The server said yes or no: the next press is a new wish. */
  settled(): void {
    this.sending = false;
    this.id = null;
  }

  /** Nobody knows whether the order arrived: the next press with the same terms asks for the same order. */
  unclear(): void {
    this.sending = false;
  }
}
