/** Something in the input cannot be read as it stands. Its message is one line for a person; no stack is ever shown. */
export class InputError extends Error {
  constructor(
    /** The file as the user named it. */
    public readonly template: string,
    message: string,
    /** 1-based line in that file, where known. */
    public readonly line?: number,
  ) {
    super(message);
    this.name = 'InputError';
  }
}
