import { ERRORS, type ErrorCode, type InputFault, type Refusal } from '../../shared/errors.ts';

interface RefusedDetail {
  /** Another sentence than the code's own, for the person who reads it. */
  message?: string;
  errors?: InputFault[];
  retryAfterMs?: number;
}

/** Thrown where a request is refused: the one kind of error that reaches the outside as it is. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: ErrorCode;
  readonly detail: RefusedDetail;

  constructor(code: ErrorCode, detail: RefusedDetail = {}) {
    super(detail.message ?? ERRORS[code].message);
    this.code = code;
    this.detail = detail;
  }

  /** What is told to the other side. */
  toRefusal(): Refusal {
    const { errors, retryAfterMs } = this.detail;
    return {
      code: this.code,
      message: this.message,
      ...(errors && { errors }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  }
}
