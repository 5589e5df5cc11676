import { type Static, Type } from 'typebox';
import { PUBLIC_CODES } from '../../../core/codes.js';

/** One fault of a request: where it is and what is wrong. */
export const FieldFault = Type.Object({
  field: Type.String({
    description: 'JSON pointer into the part of the request, for example `body/username`.',
  }),
  message: Type.String(),
});
/** Value that the schema `FieldFault` describes. */
export type FieldFault = Static<typeof FieldFault>;

/** RFC 9457 problem details, sent as `application/problem+json` with every status from 400. */
export const Problem = Type.Object({
  type: Type.String({ description: '`urn:petcam:problem:` and the code.' }),
  title: Type.String({ description: 'The short name of the status.' }),
  status: Type.Integer({ minimum: 400, maximum: 599 }),
  code: Type.Enum([...PUBLIC_CODES], { description: 'Stable name of the problem, see docs/API.md.' }),
  detail: Type.String({ description: 'A sentence for people.' }),
  requestId: Type.String({ description: 'The same as in the `x-request-id` header and in the log.' }),
  faults: Type.Optional(Type.Array(FieldFault)),
  error: Type.Optional(Type.String({ description: 'Only from `POST /token`: the OAuth2 error (RFC 6749).' })),
  error_description: Type.Optional(Type.String()),
});
/** Value that the schema `Problem` describes. */
export type Problem = Static<typeof Problem>;
