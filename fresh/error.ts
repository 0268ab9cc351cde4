/** An error that answers its request with an HTTP status. */
export class HttpError extends Error {
  /** The HTTP status code. */
  status: number;

  constructor(status: number, message?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = this.constructor.name;
    this.status = status;
  }
}
