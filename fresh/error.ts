/** An error with the HTTP status of the response. */
export class HttpError extends Error {
  /** The HTTP status code. */
  status: number;

  constructor(status: number, message?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = this.constructor.name;
    this.status = status;
  }
}
