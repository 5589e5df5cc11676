/** Where a sign-in came from, so that one device that signs in again and again is known; null for those of before. */
export const sessionAddress = `
ALTER TABLE session ADD COLUMN address TEXT;
ALTER TABLE guest_session ADD COLUMN address TEXT;
`;
