// Made by `npm run api-types` from the hub's OpenAPI document; do not edit.
export interface paths {
    "/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the first person is still to come */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SetupAnswer"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join with the setup code (the first person, an owner) or an invitation */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RegisterRequest"];
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TokenAnswer"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who you are */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MeAnswer"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change your password; ends your other sessions */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PasswordChange"];
                };
            };
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in, with JSON or the OAuth2 password form */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TokenRequest"];
                    "application/x-www-form-urlencoded": components["schemas"]["TokenRequest"];
                    "multipart/form-data": components["schemas"]["TokenRequest"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TokenAnswer"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/token/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Trade a refresh token, or the cookie that holds it, for new tokens */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RefreshRequest"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TokenAnswer"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End this session */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where you are signed in */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionList"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Sign out everywhere else */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionsEnded"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of your sessions */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Address with a one-time code by which this browser is signed in where links lead */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MoveBegun"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/token/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with the code of a move; ends the session that it came from, and its notifications */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MoveRequest"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TokenAnswer"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people of the home */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PeopleList"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/guest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change which cameras a guest sees, and until when */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["GuestChange"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Person"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a person and end their sessions */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invitations that can still be used */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["InvitationList"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Invite a person; the code is shown this once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["InvitationRequest"];
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["InvitationAnswer"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an invitation back */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/security-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sign-ins, lock-outs, keys and passwords: newest first, of the last 2,000 */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    before?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            events: {
                                id: number;
                                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                                at: number;
                                /** @description Stable, for instance `sign-in-failed`; docs/API.md lists them. */
                                name: string;
                                person: string | null;
                                address: string | null;
                                camera: string | null;
                                /** @description How often, since the one before it of its kind. */
                                count: number;
                            }[];
                        };
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who lives here */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HouseholdPets"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a pet */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPet"];
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HouseholdPet"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a pet; its photos stay, without its name */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change the name, kind or picture of a pet */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PetChange"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HouseholdPet"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/moments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The moments that ended in a period, newest first */
        get: {
            parameters: {
                query: {
                    /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                    from: number;
                    /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                    until?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Moments"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/moments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The moment that a photo belongs to, with its photos */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MomentWithPhotos"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photos/movement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many photos of each day show only movement, and until when they are kept */
        get: {
            parameters: {
                query?: {
                    /** @description IANA name; without it the hub's own zone. */
                    tz?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MovementDays"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether photos without a pet are folded */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MovementChoice"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Fold new photos without a pet, or keep them like any other */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MovementChoice"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MovementChoice"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Best cuts in pages, newest first or oldest first */
        get: {
            parameters: {
                query?: {
                    /** @description Lower-case letters, digits and hyphens, at most 32. */
                    camera?: string;
                    /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                    from?: number;
                    /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                    until?: number;
                    favourite?: boolean;
                    pet?: "cat" | "dog" | "other" | "any" | "none";
                    /** @description Id of a pet of the home that is on them. */
                    who?: number;
                    /** @description Photos that show only movement: left out unless `pet` is `none`, which has them among the others. */
                    movement?: "without" | "only" | "all";
                    /** @description `asc` begins with the oldest. */
                    order?: "asc" | "desc";
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                    /** @description So many photos are passed over before the page begins: a jump into a long month. */
                    skip?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PhotosPage"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photos/months": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many photos each month has */
        get: {
            parameters: {
                query?: {
                    /** @description Lower-case letters, digits and hyphens, at most 32. */
                    camera?: string;
                    /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                    from?: number;
                    /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                    until?: number;
                    favourite?: boolean;
                    pet?: "cat" | "dog" | "other" | "any" | "none";
                    /** @description Id of a pet of the home that is on them. */
                    who?: number;
                    /** @description Photos that show only movement: left out unless `pet` is `none`, which has them among the others. */
                    movement?: "without" | "only" | "all";
                    /** @description IANA name of the time zone whose months are meant, `Asia/Seoul`; without it the hub's own. */
                    tz?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MonthsAnswer"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photos/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which days of a month have photos */
        get: {
            parameters: {
                query: {
                    /** @description Lower-case letters, digits and hyphens, at most 32. */
                    camera?: string;
                    /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                    from?: number;
                    /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                    until?: number;
                    favourite?: boolean;
                    pet?: "cat" | "dog" | "other" | "any" | "none";
                    /** @description Id of a pet of the home that is on them. */
                    who?: number;
                    /** @description Photos that show only movement: left out unless `pet` is `none`, which has them among the others. */
                    movement?: "without" | "only" | "all";
                    /** @description `2026-11` */
                    month: string;
                    /** @description IANA name of the time zone whose months are meant, `Asia/Seoul`; without it the hub's own. */
                    tz?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DaysAnswer"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photos/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One photo */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Photo"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete; can be undone */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Mark as favourite, choose another frame of the burst, turn it, or say who is on it */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PhotoChange"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Photo"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/photos/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo a deletion */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Photo"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cameras/{id}/places": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Places of the picture that look like a pet and are none */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Lower-case letters, digits and hyphens, at most 32. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            places: {
                                id: number;
                                /**
                                 * @description Somebody said so on a photo, or the hub has learned it: it looked the same for days.
                                 * @enum {unknown}
                                 */
                                madeBy: "person" | "hub";
                                /** @description True when nothing that is there is a pet, whatever it looks like; else only what was there. */
                                anything: boolean;
                                place: {
                                    /** @description Part of the width or height of the upright picture, 0..1. */
                                    x: number;
                                    /** @description Part of the width or height of the upright picture, 0..1. */
                                    y: number;
                                    /** @description Part of the width or height of the upright picture, 0..1. */
                                    width: number;
                                    /** @description Part of the width or height of the upright picture, 0..1. */
                                    height: number;
                                };
                                /**
                                 * @description Turn of the pictures that it is of, degrees clockwise.
                                 * @enum {unknown}
                                 */
                                turn: 0 | 90 | 180 | 270;
                                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                                since: number;
                            }[];
                        };
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cameras/{id}/places/{place}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Have the hub see pets at this place again */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Lower-case letters, digits and hyphens, at most 32. */
                    id: string;
                    place: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Deleted photos that can be had back, the last deleted first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description `next` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            photos: {
                                photo: components["schemas"]["Photo"];
                                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                                deletedAt: number;
                                /** @description When it goes for ever; earlier when the store is full. */
                                until: number;
                            }[];
                            /** @description How many photos are in the bin. */
                            count: number;
                            next: string | null;
                        };
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photos/selection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete, restore or mark several photos; an owner also deletes for ever */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        photos: number[];
                        /**
                         * @description `restore` and `delete-for-ever` are for photos in the bin, the others for those that are not. Only an owner deletes for ever.
                         * @enum {unknown}
                         */
                        action: "delete" | "restore" | "favourite" | "unfavourite" | "delete-for-ever";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            photos: number[];
                        };
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bursts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Bursts of which something was set aside, the latest first */
        get: {
            parameters: {
                query: {
                    /** @description `aside`: without a photo until somebody has them tried again. `frames-aside`: ended without frames that can be tried again, the latest 50. */
                    state: "aside" | "frames-aside";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AsideBursts"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bursts/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Has what failed of a burst tried again: its cut, frames that were lost in the vision process, the enlargement */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Burst"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bursts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A burst with the reasons of every frame */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Burst"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hub/address": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where cameras find the hub */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description What cameras are told now. */
                            host: string;
                            /** @description Where the hub will be, as it was announced; null when it stays. */
                            next: string | null;
                        };
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Tell the cameras at which address the hub will be; its address of now takes that back */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description An IPv4 address, or a name that cameras can look up. */
                        host: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description What cameras are told now. */
                            host: string;
                            /** @description Where the hub will be, as it was announced; null when it stays. */
                            next: string | null;
                            cameras: {
                                camera: string;
                                /**
                                 * @description `away`: told when it connects; `unsupported`: one of the first cameras, which finds the hub by its name or has to be paired again.
                                 * @enum {unknown}
                                 */
                                outcome: "told" | "away" | "unsupported" | "failed";
                            }[];
                        };
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hub/reach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the hub is reached, at home and away */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Where links, QR codes and invitations lead; PETCAM_PUBLIC_URL where it is set. */
                            address: string;
                            /**
                             * @description Why they lead there: PETCAM_PUBLIC_URL, or the choice of an owner.
                             * @enum {unknown}
                             */
                            links: "fixed" | "tailscale" | "home";
                            /** @description The hub's name and certificate in Tailscale, where it runs on the hub. */
                            tailscale: {
                                /**
                                 * @description `off`: the settings leave it alone. `absent`: not installed. `signed-out`: not connected. `no-https`: its network gives no certificates. `asking`: one is on its way. `refused`: Tailscale gives this hub none. `ready`: the hub shows it.
                                 * @enum {unknown}
                                 */
                                step: "off" | "absent" | "signed-out" | "no-https" | "asking" | "refused" | "ready";
                                /** @description Page of the hub under its name in Tailscale; null while it has none. */
                                address: string | null;
                                /** @description End of the certificate. */
                                until: number | null;
                                /** @description What Tailscale complained of last. */
                                reason: string | null;
                            };
                            /** @description True when that can be opened from outside the home. */
                            leadsIn: boolean;
                            /** @description What runs on the hub and leads in without an open port at the router. */
                            tunnels: {
                                /** @enum {unknown} */
                                kind: "tailscale" | "wireguard";
                                interface: string;
                                /** @description The hub's address in it. */
                                address: string;
                            }[];
                            /**
                             * @description The way by which this very request came.
                             * @enum {unknown}
                             */
                            way: "home" | "tailscale" | "wireguard" | "machine" | "elsewhere";
                        };
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hub/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Have links, invitations and notifications lead to the address at home, or to that in Tailscale */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        links: "tailscale" | "home";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Where links, QR codes and invitations lead; PETCAM_PUBLIC_URL where it is set. */
                            address: string;
                            /**
                             * @description Why they lead there: PETCAM_PUBLIC_URL, or the choice of an owner.
                             * @enum {unknown}
                             */
                            links: "fixed" | "tailscale" | "home";
                            /** @description The hub's name and certificate in Tailscale, where it runs on the hub. */
                            tailscale: {
                                /**
                                 * @description `off`: the settings leave it alone. `absent`: not installed. `signed-out`: not connected. `no-https`: its network gives no certificates. `asking`: one is on its way. `refused`: Tailscale gives this hub none. `ready`: the hub shows it.
                                 * @enum {unknown}
                                 */
                                step: "off" | "absent" | "signed-out" | "no-https" | "asking" | "refused" | "ready";
                                /** @description Page of the hub under its name in Tailscale; null while it has none. */
                                address: string | null;
                                /** @description End of the certificate. */
                                until: number | null;
                                /** @description What Tailscale complained of last. */
                                reason: string | null;
                            };
                            /** @description True when that can be opened from outside the home. */
                            leadsIn: boolean;
                            /** @description What runs on the hub and leads in without an open port at the router. */
                            tunnels: {
                                /** @enum {unknown} */
                                kind: "tailscale" | "wireguard";
                                interface: string;
                                /** @description The hub's address in it. */
                                address: string;
                            }[];
                            /**
                             * @description The way by which this very request came.
                             * @enum {unknown}
                             */
                            way: "home" | "tailscale" | "wireguard" | "machine" | "elsewhere";
                        };
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cameras": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All cameras, as last heard of; to a guest those that were chosen, without their care */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CameraList"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a camera without pairing; its key is shown this once */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Made up by the client for one request. Sent again with the same request, it gets the same answer for ten minutes, and nothing is done twice. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewCamera"];
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CameraCreated"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cameras/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One camera, as last heard of */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Lower-case letters, digits and hyphens, at most 32. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Camera"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Forget a camera; its photos stay */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Lower-case letters, digits and hyphens, at most 32. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Rename a camera */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Lower-case letters, digits and hyphens, at most 32. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CameraChange"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Camera"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/cameras/{id}/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace the key of a camera, which is cut off at once; the new one is shown this once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Lower-case letters, digits and hyphens, at most 32. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CameraCreated"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cameras/{id}/capture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a burst now */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Lower-case letters, digits and hyphens, at most 32. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CaptureAnswer"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cameras/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Pause a camera: no pictures by motion or timetable, no live view; null ends it */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Lower-case letters, digits and hyphens, at most 32. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PauseChange"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Camera"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cameras/{id}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change settings; all or none */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Lower-case letters, digits and hyphens, at most 32. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SettingsChange"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SettingsAnswer"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cameras/{id}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restart a camera; it comes back by itself */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Lower-case letters, digits and hyphens, at most 32. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cameras/probe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look for a camera at an address, and show its picture; nothing is kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description With or without `http://`; the well-known places are tried where it names no path. */
                        address: string;
                        /** @description Empty for none. */
                        username?: string;
                        password?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description The very address of the pictures. */
                            address: string;
                            /**
                             * @description Pictures without end (MJPEG), or one at each request.
                             * @enum {unknown}
                             */
                            kind: "stream" | "snapshot";
                            width: number;
                            height: number;
                            /** @description SHA-256 of a certificate that no authority vouches for; null for all others. */
                            certificate: string | null;
                            /** @description The picture, made smaller, as a `data:` URL. */
                            picture: string;
                        };
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cameras/by-address": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a camera that the hub reads at an address, once it has given a picture */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        /** @description With or without `http://`; the well-known places are tried where it names no path. */
                        address: string;
                        /** @description Empty for none. */
                        username?: string;
                        password?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Camera"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cameras/{id}/address": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a camera by address is read */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Lower-case letters, digits and hyphens, at most 32. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            address: string;
                            username: string | null;
                        };
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change where a camera by address is read, or what is done with its pictures */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Lower-case letters, digits and hyphens, at most 32. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description With or without `http://`; the well-known places are tried where it names no path. */
                        address?: string;
                        /** @description Empty for none. */
                        username?: string;
                        password?: string;
                        settings?: {
                            motion?: boolean;
                            motionSensitivity?: number;
                            /** @description Cells of the 16 by 12 motion grid that do not count, a bit each, row by row from the upper left. */
                            motionIgnore?: string;
                            burstFrames?: number;
                            burstIntervalMs?: number;
                            cooldownMs?: number;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Camera"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/firmware": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Images for cameras, and how far each is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FirmwareList"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a signed image (*.petcam) as it is, application/octet-stream */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Firmware"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/firmware/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Forget an image */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/firmware/{id}/rollout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give an image to cameras, one at a time; goes on where a roll-out has halted */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RolloutWish"];
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Firmware"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Stop: who waits or receives keeps what it has; who restarts already does so */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Firmware"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flash-images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Boards, and the image for each that is bare */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            boards: {
                                /** @description Name of a board in claims. */
                                id: string;
                                /** @description What its sellers call it. */
                                name: string;
                                /** @enum {unknown} */
                                chip: "esp32" | "esp32s3";
                                /** @description Flash that the board has to have. */
                                flashBytes: number;
                                /** @description It can be paired over its USB cable. */
                                cable: boolean;
                                image: {
                                    version: string;
                                    /** @description Bytes. */
                                    length: number;
                                    sha256: string;
                                    /**
                                     * @description `hub`: it came with the hub.
                                     * @enum {unknown}
                                     */
                                    source: "hub" | "owner";
                                    /** @description Null for one that came with the hub. */
                                    addedAt: number | null;
                                } | null;
                            }[];
                            /** @description Public keys that an image is signed with, 128 hexadecimal digits each; empty: no image is taken. */
                            keys: string[];
                        };
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Give an image for a bare board (*.petcam-flash) as it is, application/octet-stream */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Name of a board in claims. */
                            id: string;
                            /** @description What its sellers call it. */
                            name: string;
                            /** @enum {unknown} */
                            chip: "esp32" | "esp32s3";
                            /** @description Flash that the board has to have. */
                            flashBytes: number;
                            /** @description It can be paired over its USB cable. */
                            cable: boolean;
                            image: {
                                version: string;
                                /** @description Bytes. */
                                length: number;
                                sha256: string;
                                /**
                                 * @description `hub`: it came with the hub.
                                 * @enum {unknown}
                                 */
                                source: "hub" | "owner";
                                /** @description Null for one that came with the hub. */
                                addedAt: number | null;
                            } | null;
                        };
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flash-images/{board}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole file for a board: claim, signature, bytes */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of a board in claims. */
                    board: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The file */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": string;
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Forget the image that an owner gave */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Name of a board in claims. */
                    board: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pairing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far the pairing is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PairingStatus"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Open a window in which one camera can be paired */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PairingOpen"];
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PairingStatus"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Cancel the pairing, at whichever step it is */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PairingStatus"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pairing/camera": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose one of the cameras that were found, and prove it by the code on its label */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PairingChoice"];
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PairingStatus"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pairing/wifi": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the camera its Wi-Fi */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PairingWifi"];
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PairingStatus"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cameras/{id}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the camera sees now, as a stream of small JPEGs; works in an img element */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Lower-case letters, digits and hyphens, at most 32. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description JPEGs, each in place of the one before */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "multipart/x-mixed-replace": string;
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bestcut": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose the best of 2 to 20 photos */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Made up by the client for one request. Sent again with the same request, it gets the same answer for ten minutes, and nothing is done twice. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": {
                        photos: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BestCutAnswer"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/upscale": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enlarge a photo to two or four times its size */
        post: {
            parameters: {
                query?: {
                    /** @description How many times as wide and as high: 2 or 4. */
                    scale?: number;
                };
                header?: {
                    /** @description Made up by the client for one request. Sent again with the same request, it gets the same answer for ten minutes, and nothing is done twice. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": {
                        /** Format: binary */
                        photo: string;
                    };
                };
            };
            responses: {
                /** @description The photo */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": string;
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EnlargementState"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/upscale/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far an enlargement is, and the photo once it is done */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The photo */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": string;
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EnlargementState"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Give an enlargement up, or forget it */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happens, as server-sent events; resumes after Last-Event-ID */
        get: {
            parameters: {
                query?: {
                    /** @description As the `Last-Event-ID` header, for the first connection of a page. The header wins. */
                    after?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Server-sent events */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How sending to the owner's own storage goes */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SyncState"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How visits of a pet are told, and what else is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Notifications"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** What is told beside visits */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AlertSwitchesChange"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlertSwitches"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/notifications/visits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** When visits are told */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["VisitRulesChange"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VisitRules"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/notifications/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell this browser; what `PushSubscription.toJSON()` gives */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPushSubscription"];
                };
            };
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/subscriptions/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell this browser no more */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PushEndpoint"];
                };
            };
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cameras/{id}/timetable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When a camera takes photos by itself */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Lower-case letters, digits and hyphens, at most 32. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TimetableAnswer"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Change when a camera takes photos by itself; null for never */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Lower-case letters, digits and hyphens, at most 32. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TimetableChange"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TimetableAnswer"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that runs by the clock */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["JobList"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quiet-hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When the hub notifies nobody and takes no scheduled photos */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QuietHours"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Change the quiet hours; null for none */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["QuietHours"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QuietHours"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Backups that are there */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BackupList"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Make a backup now; GET /schedules tells how it went */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BackupStarted"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the hub works; more to owners and members */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Health"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** For Prometheus; with the token of PETCAM_METRICS_TOKEN_FILE, or from this machine */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The text format of Prometheus */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/share-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Links to photos that can be opened */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ShareLinkList"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Make a link to photos; its address is shown this once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ShareLinkRequest"];
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ShareLinkAnswer"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/share-links/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a link: it opens nothing any more */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When each pet was seen on the last days */
        get: {
            parameters: {
                query?: {
                    days?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Activity"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pets/{id}/alarm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Be told when a pet was not seen for some hours */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PetAlarm"];
                };
            };
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/highlights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The best of days and weeks, newest first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HighlightList"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Make the highlight of a day or week, or make it anew; the event highlight.updated says when it is done */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewHighlight"];
                };
            };
            responses: {
                /** @description The best of a day or week. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Highlight"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/memories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Photos to look back on, of the home or of one pet */
        get: {
            parameters: {
                query?: {
                    /** @description Id of a pet of the home that is on them. */
                    who?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MemoryList"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/films": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Films of photos, newest first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FilmList"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Have a film made of photos; it is encoded by and by */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewFilm"];
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Film"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/films/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A film and how far it is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Film"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Give a film up, or remove it */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trust": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page that explains how a device trusts this hub */
        get: {
            parameters: {
                query?: {
                    lang?: "en" | "ko";
                    /** @description Go on to the hub when the device trusts it. */
                    open?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The page, in English or Korean */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trust/petcam-hub.crt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The certificate of the hub’s own authority */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The certificate */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/x-x509-ca-cert": string;
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trust/petcam-hub.pem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The certificate of the hub’s own authority */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The certificate */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/x-pem-file": string;
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photos/{id}/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of a photo; answers conditional and range requests */
        get: {
            parameters: {
                query?: {
                    /** @description `thumb` is 320 px and `preview` 960 px on the longest side, both WebP. */
                    variant?: "original" | "upscaled" | "thumb" | "preview";
                    /** @description The photo's version; with it the answer may be kept for ever. */
                    v?: number;
                    /** @description As a file to keep: an attachment whose Exif says when, and by which camera, it was taken. */
                    download?: boolean;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The image */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": string;
                        "image/webp": string;
                    };
                };
                /** @description The image */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": string;
                        "image/webp": string;
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/photos/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Several photos in one ZIP file */
        get: {
            parameters: {
                query: {
                    /** @description Ids with commas between, at most 300. */
                    photos: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The ZIP file */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/zip": string;
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bin/{id}/thumb": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The thumb of a photo in the bin */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The image */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/webp": string;
                    };
                };
                /** @description The image */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/webp": string;
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bin/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The preview of a photo in the bin */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The image */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/webp": string;
                    };
                };
                /** @description The image */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/webp": string;
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/highlights/{id}/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of a highlight; answers conditional and range requests */
        get: {
            parameters: {
                query?: {
                    /** @description `animation` is an animated WebP, `collage` a JPEG to share. */
                    variant?: "animation" | "collage";
                    /** @description The highlight's version; with it the answer may be kept for ever. */
                    v?: number;
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The image */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/webp": string;
                        "image/jpeg": string;
                    };
                };
                /** @description The image */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/webp": string;
                        "image/jpeg": string;
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/films/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of a film; answers conditional and range requests */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The film */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "video/mp4": string;
                        "image/webp": string;
                    };
                };
                /** @description The film */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "video/mp4": string;
                        "image/webp": string;
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/frames/{id}/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of any frame of a burst, until retention removes them */
        get: {
            parameters: {
                query?: {
                    variant?: "thumb" | "original";
                };
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The image */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": string;
                        "image/webp": string;
                    };
                };
                /** @description The image */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": string;
                        "image/webp": string;
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/shared": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open a link to photos; it is counted */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SharedRequest"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SharedPhotos"];
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/shared/photos/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of a photo of a link */
        get: {
            parameters: {
                query?: {
                    /** @description `best` is the enlargement where there is one, as a file to keep. */
                    variant?: "thumb" | "preview" | "best";
                };
                header: {
                    "x-petcam-link": string;
                };
                path: {
                    number: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The image */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": string;
                        "image/webp": string;
                    };
                };
                /** @description The image */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": string;
                        "image/webp": string;
                    };
                };
                /** @description What went wrong */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What went wrong */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        IdempotencyHeaders: {
            /** @description Made up by the client for one request. Sent again with the same request, it gets the same answer for ten minutes, and nothing is done twice. */
            "idempotency-key"?: string;
        };
        /** @description Why something was decided. */
        Reason: {
            /** @description Stable name, for translating. */
            code: string;
            params: {
                [key: string]: string | number;
            };
            /** @description The sentence in English. */
            text: string;
        };
        GuestChange: {
            /** @description Ids of the cameras that the guest sees. */
            cameras: string[];
            /** @description From then on the guest is out; milliseconds since 1970-01-01T00:00:00Z. */
            until: number;
        };
        Invitation: {
            id: number;
            /** @enum {unknown} */
            role: "owner" | "member" | "guest";
            /** @description What a guest sees, and until when; null for owners and members. */
            guest: {
                /** @description Ids of the cameras that the guest sees. */
                cameras: string[];
                /** @description From then on the guest is out; milliseconds since 1970-01-01T00:00:00Z. */
                until: number;
            } | null;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            createdAt: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            expiresAt: number;
        };
        InvitationAnswer: {
            id: number;
            /** @description Shown once; good for one registration. */
            code: string;
            /** @description To send: opens the page of the hub with the code filled in. */
            url: string;
            /** @description For a QR code. Where a phone has to learn to trust the hub first it opens the page for that, and carries no code: what comes without TLS can be read and altered. */
            scan: string;
            /** @enum {unknown} */
            role: "owner" | "member" | "guest";
            /** @description What a guest sees, and until when; null for owners and members. */
            guest: {
                /** @description Ids of the cameras that the guest sees. */
                cameras: string[];
                /** @description From then on the guest is out; milliseconds since 1970-01-01T00:00:00Z. */
                until: number;
            } | null;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            expiresAt: number;
        };
        InvitationList: {
            invitations: components["schemas"]["Invitation"][];
        };
        InvitationRequest: {
            /** @enum {unknown} */
            role?: "owner" | "member" | "guest";
            guest?: components["schemas"]["GuestChange"];
            validSeconds?: number;
        };
        MeAnswer: {
            user: components["schemas"]["Person"];
            sessionId: number;
        };
        MoveBegun: {
            /** @description With the code behind its hash. */
            url: string;
        };
        MoveRequest: {
            code: string;
            device?: string;
            cookie?: boolean;
        };
        PasswordChange: {
            current: string;
            next: string;
        };
        PeopleList: {
            users: components["schemas"]["Person"][];
        };
        Person: {
            id: number;
            username: string;
            /** @enum {unknown} */
            role: "owner" | "member" | "guest";
            /** @description What a guest sees, and until when; null for owners and members. */
            guest: {
                /** @description Ids of the cameras that the guest sees. */
                cameras: string[];
                /** @description From then on the guest is out; milliseconds since 1970-01-01T00:00:00Z. */
                until: number;
            } | null;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            createdAt: number;
        };
        RefreshRequest: {
            refresh_token?: string;
        };
        RegisterRequest: {
            /** @description Compared without regard to case; no space at either end. */
            username: string;
            password: string;
            /** @description The setup code, or an invitation. */
            code: string;
            device?: string;
            cookie?: boolean;
        };
        Session: {
            id: number;
            device: string;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            createdAt: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            lastUsedAt: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            expiresAt: number;
            /** @description True for the session that asks. */
            current: boolean;
        };
        SessionList: {
            sessions: components["schemas"]["Session"][];
        };
        SessionsEnded: {
            ended: number;
        };
        SetupAnswer: {
            /** @description True until the first person has registered. */
            needed: boolean;
        };
        TokenAnswer: {
            access_token?: string;
            /** @enum {unknown} */
            token_type: "bearer" | "cookie";
            /** @description Seconds until the access token expires. */
            expires_in: number;
            refresh_token?: string;
            user: components["schemas"]["Person"];
        };
        TokenRequest: {
            username: string;
            password: string;
            /** @enum {unknown} */
            grant_type?: "password" | "";
            device?: string;
            cookie?: boolean;
        };
        Activity: {
            /** @description Days of the hub's clock, `2026-11-23`, oldest first. */
            days: string[];
            pets: {
                /** @description Null for all animals, where no pets are named. */
                pet: number | null;
                /** @description One for each of `days`; null for a day on which it was not seen. */
                days: ({
                    /** @description Hours of the day in which it was seen. */
                    hours: number;
                    photos: number;
                    /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                    first: number;
                    /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                    last: number;
                } | null)[];
                /** @description On how many of these days it was seen in each of the 24 hours. */
                byHour: number[];
                /** @description Cameras that saw it, most often first. */
                places: {
                    camera: string;
                    photos: number;
                }[];
                lastSeenAt: number | null;
                /** @description After so many hours without a photo of it, those who are notified hear of it; null for never. */
                alarmHours: number | null;
            }[];
        };
        PetAlarm: {
            /** @description After so many hours without a photo of it, those who are notified hear of it; null for never. */
            hours: number | null;
        };
        AsideBurst: {
            id: number;
            camera: string;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            openedAt: number;
            /** @description Frames that are set aside. */
            frames: number;
            /** @description `vision-crashed` and `vision-timeout`: what its frames did to the vision process; `unforeseen` or another code: see `detail`. */
            reason: string;
            /** @description One sentence for whoever looks into it, in English. */
            detail: string;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            at: number;
        };
        AsideBursts: {
            bursts: components["schemas"]["AsideBurst"][];
        };
        Burst: {
            id: number;
            camera: string;
            /** @description The camera's own name for it. */
            burst: string;
            trigger: ("motion" | "command" | "schedule" | "button") | null;
            /**
             * @description `closed` waits for its cut, `aside` for a person: see `aside`.
             * @enum {unknown}
             */
            state: "open" | "closed" | "cut" | "empty" | "aside";
            aside: {
                /** @description `vision-crashed` and `vision-timeout`: what its frames did to the vision process; `unforeseen` or another code: see `detail`. */
                reason: string;
                /** @description One sentence for whoever looks into it, in English. */
                detail: string;
                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                at: number;
            } | null;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            openedAt: number;
            closedAt: number | null;
            closedBy: ("manifest" | "quiet" | "crowded") | null;
            /** @description Indices that were announced and never came. */
            missing: number[];
            rejected: {
                index: number | null;
                /** @description See docs/PROTOCOL.md, section Reasons. */
                reason: string;
                count: number;
            }[];
            photoId: number | null;
            /** @description Whether `POST /bursts/:id/retry` has something to try again. */
            retryable: boolean;
            frames: components["schemas"]["BurstFrame"][];
        };
        BurstFrame: {
            id: number;
            index: number;
            /** @enum {unknown} */
            state: "durable" | "kept" | "chosen" | "aside";
            /** @description Bytes of the JPEG. */
            length: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            receivedAt: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            takenAt: number;
            /** @description 1 is the best; null until judged. */
            place: number | null;
            reason: components["schemas"]["Reason"] | null;
            /** @description Names of what this frame failed. */
            gates: string[];
            /** @description Named numbers that decided, each 0..1, higher is better. */
            scores: {
                [key: string]: number;
            };
            images: {
                /** @description Null once the bytes of a losing frame have been removed. */
                thumb: string | null;
                /** @description Null once the bytes of a losing frame have been removed. */
                original: string | null;
            };
        };
        Camera: {
            id: string;
            name: string;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            createdAt: number;
            online: boolean;
            lastSeenAt: number | null;
            /** @description Null until the camera has reported. While it is paused, `settings` are those that it gets back. */
            state: {
                firmware: string;
                board: string;
                /** @description dBm. */
                rssi: number;
                uptimeMs: number;
                resetReason: string;
                bursts: {
                    queued: number;
                    sent: number;
                    lost: number;
                    framesLost: number;
                };
                /** @description What became of the image of that version; docs/PROTOCOL.md, "On trial". */
                update?: {
                    version: string;
                    /** @enum {unknown} */
                    state: "trial" | "kept" | "rolled-back";
                };
                /** @description The image sensor as the camera found it; absent from the first cameras. */
                sensor?: {
                    /** @enum {unknown} */
                    state: "ok" | "failing" | "unsupported" | "no-memory" | "unknown";
                    model?: string;
                    /** @description What the sensor calls itself. */
                    id?: number;
                };
                /** @description What it can do beyond the first cameras; docs/PROTOCOL.md, section State. */
                capabilities?: string[];
                settings: components["schemas"]["CameraSettings"];
            } | null;
            /**
             * @description By how many degrees the hub turns its pictures clockwise, for a camera that is mounted sideways.
             * @enum {unknown}
             */
            turn: 0 | 90 | 180 | 270;
            /** @description How the hub reads a camera by address; null for a camera on MQTT. */
            stream: {
                /** @enum {unknown} */
                kind: "stream" | "snapshot";
                width: number;
                height: number;
                settings: {
                    motion: boolean;
                    motionSensitivity: number;
                    /** @description Cells of the 16 by 12 motion grid that do not count, a bit each, row by row from the upper left. */
                    motionIgnore: string;
                    burstFrames: number;
                    burstIntervalMs: number;
                    cooldownMs: number;
                };
            } | null;
            /** @description While it is paused the camera takes no pictures by motion or timetable and has no live view. Null unless it is paused. */
            pause: {
                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                since: number;
                /** @description Null until somebody ends it. */
                until: number | null;
            } | null;
            photos: number;
            /** @description Frames that were refused since it was added; null when none was. */
            refused: {
                frames: number;
                /** @description The most frequent first; docs/PROTOCOL.md, section Reasons. */
                reasons: {
                    reason: string;
                    count: number;
                }[];
                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                lastAt: number;
            } | null;
            /** @description Bursts since its last photo of which no frame could be used; null when there is none. */
            unusable: {
                bursts: number;
                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                since: number;
                /** @description Why the frames of the latest of them were set aside, as codes. */
                reasons: string[];
            } | null;
            /** @description Its connections of the last ten minutes. */
            connection: {
                /**
                 * @description `contested`: connections of this name end each other, as those of two cameras with one id.
                 * @enum {unknown}
                 */
                state: "steady" | "flapping" | "contested";
                connects: number;
                /** @description Connections that ended another one of the same name. */
                replaced: number;
                addresses: string[];
                /** @description Null while it is steady. */
                since: number | null;
            };
            /** @description Firmware for it that the hub has. */
            update: components["schemas"]["CameraUpdate"] | null;
            /** @description Frames of the last day that were refused because they cost too much to look at. */
            costlyFrames: number;
        };
        CameraChange: {
            name?: string;
            /**
             * @description By how many degrees the hub turns its pictures clockwise, for a camera that is mounted sideways.
             * @enum {unknown}
             */
            turn?: 0 | 90 | 180 | 270;
        };
        CameraCreated: {
            camera: components["schemas"]["Camera"];
            /** @description What the camera needs; docs/PROTOCOL.md, section Connection. */
            mqtt: {
                /** @description Where it connects with its password. */
                url: string;
                /** @description Where it connects from the network, with its key as pre-shared key; null with an external broker. */
                tlsUrl: string | null;
                username: string;
                /** @description The camera's key; shown this once. */
                password: string;
            };
            /** @description The line that says it all on the camera's serial console; null with an external broker. */
            console: string | null;
        };
        CameraList: {
            cameras: components["schemas"]["Camera"][];
        };
        CameraSettings: {
            /** @enum {unknown} */
            frameSize: "qvga" | "vga" | "svga" | "xga" | "sxga" | "uxga";
            /** @description The sensor's scale, lower is better. */
            quality: number;
            burstFrames: number;
            burstIntervalMs: number;
            warmupFrames: number;
            motion: boolean;
            motionSensitivity: number;
            cooldownMs: number;
            /** @enum {unknown} */
            flash: "off" | "on" | "auto";
            /** @description 0 for never, or 60 to 86400. */
            scheduleSeconds: 0 | number;
            /** @description Upside down. */
            flip?: boolean;
            /** @description Left and right exchanged. */
            mirror?: boolean;
            brightness?: number;
            contrast?: number;
            /** @description How bright the automatic exposure aims. */
            exposure?: number;
            /**
             * @description The most that the automatic gain takes.
             * @enum {unknown}
             */
            gainCeiling?: 2 | 4 | 8 | 16 | 32 | 64 | 128;
            /** @description Fewer, longer exposures in the dark. */
            nightMode?: boolean;
            /**
             * @description The sensor's clock.
             * @enum {unknown}
             */
            clockMhz?: 8 | 10 | 20;
            /** @description Cells of the 16 by 12 motion grid that do not count, a bit each, row by row from the upper left. */
            motionIgnore?: string;
        };
        CaptureAnswer: {
            /** @description The camera's name for the burst that follows. */
            burst: string;
        };
        NewCamera: {
            /** @description Lower-case letters, digits and hyphens, at most 32. */
            id?: string;
            name: string;
        };
        PauseChange: {
            pause: {
                /** @description How long from now, at most a week; null until somebody ends it. */
                minutes: number | null;
            } | null;
        };
        SettingsAnswer: {
            settings: components["schemas"]["CameraSettings"];
        };
        SettingsChange: {
            /** @enum {unknown} */
            frameSize?: "qvga" | "vga" | "svga" | "xga" | "sxga" | "uxga";
            /** @description The sensor's scale, lower is better. */
            quality?: number;
            burstFrames?: number;
            burstIntervalMs?: number;
            warmupFrames?: number;
            motion?: boolean;
            motionSensitivity?: number;
            cooldownMs?: number;
            /** @enum {unknown} */
            flash?: "off" | "on" | "auto";
            /** @description 0 for never, or 60 to 86400. */
            scheduleSeconds?: 0 | number;
            /** @description Upside down. */
            flip?: boolean;
            /** @description Left and right exchanged. */
            mirror?: boolean;
            brightness?: number;
            contrast?: number;
            /** @description How bright the automatic exposure aims. */
            exposure?: number;
            /**
             * @description The most that the automatic gain takes.
             * @enum {unknown}
             */
            gainCeiling?: 2 | 4 | 8 | 16 | 32 | 64 | 128;
            /** @description Fewer, longer exposures in the dark. */
            nightMode?: boolean;
            /**
             * @description The sensor's clock.
             * @enum {unknown}
             */
            clockMhz?: 8 | 10 | 20;
            /** @description Cells of the 16 by 12 motion grid that do not count, a bit each, row by row from the upper left. */
            motionIgnore?: string;
        };
        HubEvent: {
            id: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            at: number;
            /** @constant */
            type: "burst.closed";
            data: {
                burstId: number;
                /** @description The id of a camera. */
                camera: string;
                /** @description The camera's own name of it. */
                burst: string;
                /** @enum {unknown} */
                state: "closed" | "cut";
                frames: number;
                /** @description Indexes of frames that never came. */
                missing: number[];
                /**
                 * @description Its close was announced before; late frames opened it again.
                 * @constant
                 */
                again?: true;
            };
        } | {
            id: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            at: number;
            /** @constant */
            type: "burst.unusable";
            /** @description Of none of its frames a photo could be made. */
            data: {
                burstId: number;
                /** @description The id of a camera. */
                camera: string;
                /** @description Why its frames were set aside. */
                reasons: string[];
            };
        } | {
            id: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            at: number;
            /** @constant */
            type: "photo.new";
            data: {
                photoId: number;
                burstId: number;
                /** @description The id of a camera. */
                camera: string;
                pet: ("cat" | "dog" | "other") | null;
                takenAt: number;
            };
        } | {
            id: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            at: number;
            /** @constant */
            type: "photo.updated";
            data: {
                photoId: number;
                version: number;
                favourite: boolean;
                /**
                 * @description After an undo.
                 * @constant
                 */
                restored?: true;
            };
        } | {
            id: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            at: number;
            /** @constant */
            type: "photo.deleted";
            data: {
                photoId: number;
                /** @description The id of its camera; events of earlier versions of the hub lack it. */
                camera?: string;
            };
        } | {
            id: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            at: number;
            /** @constant */
            type: "photo.upscaled";
            data: {
                photoId: number;
                version: number;
                /** @enum {unknown} */
                upscale: "done" | "failed";
            };
        } | {
            id: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            at: number;
            /** @constant */
            type: "pets.updated";
            /** @description Who lives here has changed, and so may who is on photos. */
            data: Record<string, never>;
        } | {
            id: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            at: number;
            /** @constant */
            type: "movement.updated";
            /** @description New photos without a pet are folded from now on, or all of them are shown. */
            data: {
                fold: boolean;
            };
        } | {
            id: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            at: number;
            /** @constant */
            type: "camera.updated";
            data: {
                /** @description The id of a camera. */
                camera: string;
                online: boolean;
                /** @constant */
                removed?: true;
                /**
                 * @description It got another key.
                 * @constant
                 */
                rekeyed?: true;
            };
        } | {
            id: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            at: number;
            /** @constant */
            type: "storage.trimmed";
            data: {
                photos: number;
            };
        } | {
            id: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            at: number;
            /** @constant */
            type: "highlight.updated";
            data: {
                highlightId: number;
                /** @enum {unknown} */
                kind: "day" | "week";
                day: string;
                /** @enum {unknown} */
                state: "quiet" | "pending" | "done" | "failed";
            };
        } | {
            id: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            at: number;
            /** @constant */
            type: "firmware.updated";
            data: {
                imageId: number;
                /** @description Null when an image came or went. */
                camera: string | null;
                version: string;
                state: ("waiting" | "offered" | "receiving" | "restarting" | "trial" | "done" | "failed" | "rolled-back" | "cancelled") | null;
                reason: string | null;
            };
        };
        TransientEvent: {
            /** @constant */
            type: "hello";
            /** @description First on every connection. */
            data: {
                /** @description Id of the newest event. */
                last: number;
            };
        } | {
            /** @constant */
            type: "reset";
            /** @description The log does not reach back to the id that was asked for: load everything anew. */
            data: Record<string, never>;
        } | {
            /** @constant */
            type: "upscale.progress";
            data: {
                photoId: number;
                done: number;
            };
        } | {
            /** @constant */
            type: "firmware.progress";
            data: {
                /** @description Lower-case letters, digits and hyphens, at most 32. */
                camera: string;
                version: string;
                percent: number;
            };
        } | {
            /** @constant */
            type: "pairing.changed";
            data: components["schemas"]["PairingStatus"];
        } | {
            /** @constant */
            type: "enlargement.changed";
            data: components["schemas"]["EnlargementState"];
        };
        Film: {
            id: number;
            /**
             * @description As high as a phone, or square.
             * @enum {unknown}
             */
            shape: "9:16" | "1:1";
            /** @enum {unknown} */
            state: "pending" | "done" | "failed";
            /** @description Share that is encoded. */
            done: number;
            photos: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            createdAt: number;
            /** @description An MP4 where ffmpeg is installed on the hub, else an animated WebP; null until it is there. */
            mime: ("video/mp4" | "image/webp") | null;
            /** @description Size of the file. */
            bytes: number;
            /** @description Path of the file; null until it is there. */
            file: string | null;
        };
        FilmList: {
            films: components["schemas"]["Film"][];
        };
        NewFilm: {
            /**
             * @description As high as a phone, or square.
             * @enum {unknown}
             */
            shape: "9:16" | "1:1";
            /** @description In their order. */
            photos: {
                id: number;
                /** @description Base64 of a PNG of a line of text, white on black, as wide as the film: whoever asks has the fonts. */
                caption?: string;
            }[];
        };
        CameraUpdate: {
            /** @description For `POST /firmware/{id}/rollout`. */
            image: number;
            /** @description Its version. */
            available: string;
            /** @description Null while nobody has asked for it. */
            state: ("waiting" | "offered" | "receiving" | "restarting" | "trial" | "done" | "failed" | "rolled-back" | "cancelled") | null;
            /** @description While it is being received; null else. */
            percent: number | null;
            /** @description Why it ended as it did, as a code. */
            reason: string | null;
        };
        Firmware: {
            id: number;
            board: string;
            version: string;
            /** @description Bytes. */
            length: number;
            sha256: string;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            addedAt: number;
            /** @description It went wrong on a camera; the others wait until an owner goes on. */
            halted: boolean;
            /** @description Those it was asked for, in their order. */
            cameras: {
                camera: string;
                /**
                 * @description Where a camera is with an image; docs/UPDATES.md.
                 * @enum {unknown}
                 */
                state: "waiting" | "offered" | "receiving" | "restarting" | "trial" | "done" | "failed" | "rolled-back" | "cancelled";
                /** @description While it is being received; null else. */
                percent: number | null;
                /** @description Why it ended as it did, as a code. */
                reason: string | null;
                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                changedAt: number;
            }[];
        };
        FirmwareList: {
            /** @description False without PETCAM_FIRMWARE_KEY. */
            enabled: boolean;
            images: components["schemas"]["Firmware"][];
        };
        RolloutWish: {
            /** @description Without them: every camera of the board with an older version that has not given it up. */
            cameras?: string[];
        };
        Health: {
            /** @enum {unknown} */
            status: "ok" | "degraded";
            /**
             * @description Why new photos and changes may be refused; absent while the disk is well.
             * @enum {unknown}
             */
            disk?: "full" | "failing";
            details?: {
                version: string;
                /** @description Version that an update would install, out of what this machine knows already. */
                newerVersion: string | null;
                /**
                 * @description What brings a newer version: `apt upgrade`, or the add-on store of Home Assistant.
                 * @enum {unknown}
                 */
                updateBy: "apt" | "add-on";
                build: {
                    node: string;
                    /** @description As `linux arm64`. */
                    platform: string;
                };
                /** @description Address that a phone of the home opens. */
                address: string;
                /**
                 * @description Why links lead there: PETCAM_PUBLIC_URL, or the choice of an owner.
                 * @enum {unknown}
                 */
                links: "fixed" | "tailscale" | "home";
                certificate: {
                    /**
                     * @description `local` is of an authority that the hub has made.
                     * @enum {unknown}
                     */
                    kind: "own" | "local";
                    /** @description SHA-256 of that authority, as devices show it; `/trust` explains how to trust it. */
                    fingerprint: string | null;
                    /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                    expiresAt: number;
                } | null;
                /** @description Why it is degraded, for people. */
                troubles: string[];
                causes: {
                    /** @description Stable name. */
                    code: string;
                    /** @description The sentence of `troubles`. */
                    text: string;
                    /** @description Id of the one that it is about, as a camera. */
                    about?: string;
                    /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                    since: number;
                }[];
                uptimeSeconds: number;
                /** @description Null while the database cannot be read. */
                storage: {
                    usedBytes: number;
                    databaseBytes: number;
                    photos: number;
                    frames: number;
                    freeBytes: number;
                } | null;
                /** @description How long things stay. Favourites are never removed. */
                retention: {
                    /** @description Days that frames which were not chosen are kept. */
                    losingFramesDays: number;
                    /** @description Days that photos are kept; 0 for no limit. */
                    photosMaxDays: number;
                    /** @description The most that the database may take up. */
                    maxBytes: number;
                };
                vision: {
                    /** @enum {unknown} */
                    process: "idle" | "starting" | "running";
                    queued: number;
                    restarts: number;
                };
                /** @description Null while the database cannot be read. */
                cameras: {
                    known: number;
                    online: number;
                    /** @description Cameras that somebody has paused; no fault. */
                    paused: number;
                } | null;
                /** @description Phones that follow `GET /events` now. */
                listeners: number;
            };
        };
        /** @description The best of a day or week. */
        Highlight: {
            id: number;
            /** @enum {unknown} */
            kind: "day" | "week";
            /** @description A day in the local time of the hub, for instance `2026-11-23`; of a week its Monday. */
            day: string;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            from: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            until: number;
            /** @enum {unknown} */
            state: "pending" | "done" | "failed";
            /** @description In the order they were taken. */
            photos: number[];
            /** @description The photo that stands for all. */
            best: number | null;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            chosenAt: number;
            /** @description Rises when other photos are shown. */
            version: number;
            images: {
                /** @description Path of the image on this hub, cacheable for ever; null until it is made. */
                animation: string | null;
                /** @description Path of the image on this hub, cacheable for ever; null until it is made. */
                collage: string | null;
            };
        };
        HighlightList: {
            highlights: components["schemas"]["Highlight"][];
            /** @description The present day and week in the local time of the hub, as `NewHighlight` takes them. */
            present: {
                /** @description A day in the local time of the hub, for instance `2026-11-23`; of a week its Monday. */
                day: string;
                /** @description A day in the local time of the hub, for instance `2026-11-23`; of a week its Monday. */
                week: string;
            };
        };
        NewHighlight: {
            /** @enum {unknown} */
            kind: "day" | "week";
            /** @description A day in the local time of the hub, for instance `2026-11-23`; of a week its Monday. */
            day: string;
        };
        Memory: {
            /**
             * @description The same day of an earlier year, the last seven days, a month, or the first week of a pet or the home.
             * @enum {unknown}
             */
            kind: "years-ago" | "week" | "month" | "first-days";
            /** @description How many years ago; 0 for the other kinds. */
            years: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            from: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            until: number;
            best: number;
            /** @description In the order in which they were taken. */
            photos: components["schemas"]["Photo"][];
        };
        MemoryList: {
            memories: components["schemas"]["Memory"][];
        };
        Moment: {
            /** @description Id of its oldest photo. */
            id: number;
            camera: string;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            from: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            until: number;
            /** @description Since when the pet has been where it is; null below three quarters of an hour. */
            stillSince: number | null;
            /** @description The best of its photos. */
            cover: number;
            /** @description Newest first. */
            photos: number[];
        };
        MomentWithPhotos: {
            moment: components["schemas"]["Moment"];
            photos: components["schemas"]["Photo"][];
        };
        Moments: {
            moments: components["schemas"]["Moment"][];
        };
        MovementChoice: {
            /** @description False keeps all of them like any other photo, those that are there included. */
            fold: boolean;
        };
        MovementDays: {
            days: {
                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                from: number;
                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                until: number;
                photos: number;
                /** @description When the first of them goes, in ms since 1970. */
                keptUntil: number;
            }[];
        };
        AlertSwitches: {
            /** @description A camera has been offline for ten minutes. */
            "camera-offline": boolean;
            /** @description The health of the hub has had an issue for ten minutes. */
            "hub-trouble": boolean;
            /** @description The hub is well again, after trouble that was told. */
            "hub-recovered": boolean;
        };
        AlertSwitchesChange: {
            /** @description A camera has been offline for ten minutes. */
            "camera-offline"?: boolean;
            /** @description The health of the hub has had an issue for ten minutes. */
            "hub-trouble"?: boolean;
            /** @description The hub is well again, after trouble that was told. */
            "hub-recovered"?: boolean;
        };
        NewPushSubscription: {
            /** Format: uri */
            endpoint: string;
            keys: {
                p256dh: string;
                auth: string;
            };
        };
        Notifications: {
            /** @description The hub's key, base64url: what `pushManager.subscribe` wants. */
            publicKey: string;
            /** @description Where else visits are told. */
            places: ("webhook" | "ntfy")[];
            alerts: components["schemas"]["AlertSwitches"];
            visits: components["schemas"]["VisitRules"];
        };
        PushEndpoint: {
            endpoint: string;
        };
        VisitRules: {
            /** @description Only while nobody is at home, as Home Assistant says. */
            onlyWhenAway: boolean;
            /** @description Whether somebody is at home; null while Home Assistant does not say, and then visits are told. */
            presence: ("home" | "away") | null;
        };
        VisitRulesChange: {
            onlyWhenAway: boolean;
        };
        PairingChoice: {
            /** @description Of `found`. */
            device: string;
            /** @description The eight digits on the camera's label. */
            code: string;
        };
        PairingOpen: {
            name?: string;
            /** @description Lower-case letters, digits and hyphens, at most 32. */
            camera?: string;
            /** @description Only the Wi-Fi of `camera` is new: it keeps hub and key if it can, and gets a new key if not. */
            keepKey?: boolean;
            /** @description How long the window is open; 120 unless given. */
            seconds?: number;
        };
        PairingStatus: {
            /**
             * @description `choosing` waits for `POST /pairing/camera`, `networks` for `POST /pairing/wifi`.
             * @enum {unknown}
             */
            step: "idle" | "searching" | "choosing" | "connecting" | "securing" | "scanning" | "networks" | "joining" | "handover" | "arriving" | "done" | "failed";
            name: string | null;
            /** @description The id that the camera has or will have. */
            camera: string | null;
            /** @description When the window closes; null when none is open. */
            until: number | null;
            /** @description Until then, for a phone whose clock is not the one of the hub. */
            leftMs: number | null;
            /** @description Cameras in the air that offer pairing. */
            found: {
                device: string;
                name: string;
                /** @description dBm. */
                rssi: number;
            }[];
            /** @description The strongest first. */
            networks: {
                ssid: string;
                /** @description dBm, as the camera hears it. */
                rssi: number;
                secured: boolean;
            }[];
            /** @description The network that it joins or has joined. */
            ssid: string | null;
            /** @description Why it ended, with the step `failed`. */
            failure: {
                /**
                 * @description Stable name; docs/API.md lists them.
                 * @enum {unknown}
                 */
                code: "no-adapter" | "no-permission" | "no-bluetooth" | "adapter-off" | "nothing-found" | "window-closed" | "cancelled" | "link-lost" | "camera-silent" | "wrong-code" | "too-many-codes" | "insecure-camera" | "unknown-protocol" | "not-our-camera" | "tampered" | "wifi-password" | "wifi-not-found" | "wifi-no-address" | "wifi-refused" | "handover-refused" | "never-arrived" | "camera-exists" | "radio-failed";
                /** @description A sentence for people. */
                message: string;
            } | null;
            /** @description Of the camera's pairing protocol. */
            version: string | null;
        };
        PairingWifi: {
            /** @description At most 32 bytes of UTF-8. */
            ssid: string;
            /** @description Empty for an open network. Neither stored nor logged; it goes to the camera, encrypted. */
            password: string;
        };
        HouseholdPet: {
            id: number;
            name: string;
            /** @enum {unknown} */
            kind: "cat" | "dog" | "other";
            /** @description The photo that it is shown by. */
            picture: {
                photo: number;
                /** @description Path of the image on this hub, cacheable for ever. */
                thumb: string;
            } | null;
        };
        HouseholdPets: {
            pets: components["schemas"]["HouseholdPet"][];
            /** @description How far the hub has come with telling pets of one kind apart on the photos that are there; null where it need not. */
            recognition: {
                /** @description Photos with a pet. */
                photos: number;
                /** @description Those of them that the hub has not looked at yet. */
                waiting: number;
            } | null;
        };
        NewPet: {
            name: string;
            /** @enum {unknown} */
            kind: "cat" | "dog" | "other";
            photo?: number | null;
        };
        PetChange: {
            name?: string;
            /** @enum {unknown} */
            kind?: "cat" | "dog" | "other";
            photo?: number | null;
        };
        DaysAnswer: {
            days: number[];
        };
        MonthsAnswer: {
            months: {
                month: string;
                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                from: number;
                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                until: number;
                photos: number;
            }[];
        };
        Photo: {
            id: number;
            camera: string;
            burstId: number;
            /** @description The chosen frame. */
            frameId: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            takenAt: number;
            /** @description Kind of the pet, of the kinds that live here: a look that says dog is shown as a cat where only cats live. `other` where it is neither cat nor dog, or the hub is not sure which. */
            pet: ("cat" | "dog" | "other") | null;
            /** @description The pets of the home that are on it; empty where it is not known which. */
            pets: number[];
            /** @description A pet of the home that may be on it: worth a question. Null where there is none. */
            maybe: number | null;
            /** @description A person has said who is on it. */
            corrected: boolean;
            /** @description It shows only movement: lists leave it out, it is not enlarged, and it goes after some days unless it becomes a favourite. */
            folded: boolean;
            favourite: boolean;
            /** @description Of the chosen frame, 0..1. */
            score: number;
            summary: components["schemas"]["Reason"];
            /** @description Of the original, in pixels. */
            width: number;
            height: number;
            /** @description Where the pet is, in parts of width and height, 0..1; null where none was seen. */
            subject: {
                x: number;
                y: number;
                width: number;
                height: number;
            } | null;
            /**
             * @description `none` while it shows only movement.
             * @enum {unknown}
             */
            upscale: "pending" | "done" | "failed" | "none";
            /** @description Rises when the bytes behind any variant change. */
            version: number;
            /**
             * @description Degrees clockwise by which the pictures of its burst are turned.
             * @enum {unknown}
             */
            turn: 0 | 90 | 180 | 270;
            images: {
                /** @description Path of the image on this hub, cacheable for ever. */
                thumb: string;
                /** @description Path of the image on this hub, cacheable for ever. */
                preview: string;
                /** @description Path of the image on this hub, cacheable for ever. */
                original: string;
                /** @description Null until the upscale is done. */
                upscaled: string | null;
            };
        };
        PhotoChange: {
            favourite?: boolean;
            chosenFrame?: number;
            /**
             * @description Degrees clockwise by which the pictures of its burst are turned.
             * @enum {unknown}
             */
            turn?: 0 | 90 | 180 | 270;
            pets?: number[] | null;
            pet?: null;
            not?: number;
        };
        PhotosPage: {
            photos: components["schemas"]["Photo"][];
            /** @description Cursor of the next page; null at the end. */
            next: string | null;
        };
        FieldFault: {
            /** @description JSON pointer into the part of the request, for example `body/username`. */
            field: string;
            message: string;
        };
        Problem: {
            /** @description `urn:petcam:problem:` and the code. */
            type: string;
            /** @description The short name of the status. */
            title: string;
            status: number;
            /**
             * @description Stable name of the problem, see docs/API.md.
             * @enum {unknown}
             */
            code: "request-invalid" | "body-invalid" | "cursor-invalid" | "photos-count" | "timetable-invalid" | "not-signed-in" | "credentials-wrong" | "refresh-invalid" | "refresh-reused" | "code-wrong" | "invitation-invalid" | "cross-site" | "owner-only" | "not-for-guests" | "guest-over" | "tls-required" | "host-unknown" | "not-found" | "photo-unknown" | "burst-unknown" | "frame-unknown" | "camera-unknown" | "user-unknown" | "session-unknown" | "variant-absent" | "highlight-unknown" | "film-unknown" | "pet-unknown" | "place-unknown" | "share-link-unknown" | "method-not-allowed" | "already-set-up" | "name-taken" | "last-owner" | "camera-exists" | "pet-name-taken" | "pets-full" | "share-links-full" | "backup-off" | "links-fixed" | "tailscale-not-ready" | "camera-offline" | "camera-paused" | "highlight-quiet" | "films-busy" | "camera-refused" | "setting-unsupported" | "pairing-busy" | "pairing-not-now" | "pairing-unavailable" | "frame-aside" | "upload-slow" | "burst-not-aside" | "frame-gone" | "image-damaged" | "body-too-large" | "image-too-large" | "media-type" | "range-invalid" | "image-undecodable" | "idempotency-reused" | "vision-crashed" | "vision-timeout" | "too-many-requests" | "locked-out" | "firmware-unknown" | "firmware-off" | "firmware-exists" | "firmware-full" | "firmware-in-use" | "firmware-busy" | "firmware-no-camera" | "firmware-other-board" | "firmware-not-newer" | "firmware-claim" | "firmware-signature" | "firmware-length" | "firmware-hash" | "firmware-layout" | "internal" | "push-service-unknown" | "push-full" | "hub-busy" | "vision-busy" | "vision-unavailable" | "vision-ended" | "cancelled" | "listeners-full" | "viewers-full" | "camera-timeout" | "storage-full" | "storage-failed" | "stream-address" | "stream-unknown-host" | "stream-unreachable" | "stream-certificate" | "stream-password-needed" | "stream-password-wrong" | "stream-login-page" | "stream-web-page" | "stream-not-found" | "stream-redirect" | "stream-answer" | "stream-no-picture" | "stream-malformed" | "stream-too-large" | "stream-slow" | "stream-stalled" | "stream-ended" | "stream-ffmpeg" | "stream-unconfined";
            /** @description A sentence for people. */
            detail: string;
            /** @description The same as in the `x-request-id` header and in the log. */
            requestId: string;
            faults?: components["schemas"]["FieldFault"][];
            /** @description Only from `POST /token`: the OAuth2 error (RFC 6749). */
            error?: string;
            error_description?: string;
        };
        BackupList: {
            /** @description Folder in which they are made every night; null while none is set. */
            directory: string | null;
            /** @description The newest first. */
            backups: {
                folder: string;
                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                takenAt: number;
                photos: number;
                bytes: number;
            }[];
        };
        BackupStarted: {
            /** @constant */
            running: true;
        };
        JobList: {
            /** @description Whose clocks everything goes by. */
            timeZone: string;
            jobs: {
                /** @description `retention`, `backup`, `integrity`, `highlight`, or `capture/` and a camera. */
                name: string;
                /** @description Null while it is off. */
                nextAt: number | null;
                lastAt: number | null;
                outcome: ("done" | "failed" | "missed") | null;
                /** @description What came of it, in one English sentence. */
                note: string;
                running: boolean;
            }[];
        };
        QuietHours: {
            /** @description When nothing is photographed by timetable and nobody is notified; may go past midnight. */
            quiet: {
                /** @description By the clock on the wall, for instance 08:30. */
                from: string;
                /** @description By the clock on the wall, for instance 08:30. */
                until: string;
            } | null;
        };
        /** @description Every so often, at times of day, or lines of cron. */
        Timetable: {
            /** @description 5m to 24h. */
            every: string;
            /** @description From the first on, up to and with the second; the whole day unless given. */
            between?: [
                string,
                string
            ];
            /** @description Every day unless given. */
            days?: ("sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat")[];
        } | {
            at: string[];
            /** @description Every day unless given. */
            days?: ("sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat")[];
        } | {
            /** @description Lines of five fields. */
            cron: string[];
        };
        TimetableAnswer: {
            timetable: components["schemas"]["Timetable"] | null;
            /** @description The next times, three at most. */
            next: number[];
        };
        TimetableChange: {
            timetable: components["schemas"]["Timetable"] | null;
        };
        ShareLink: {
            id: number;
            /** @description How many it shows now: deleted ones are not among them. */
            photos: number;
            /** @description Path of the thumbnail of its first photo; null when all of them are deleted. */
            cover: string | null;
            /** @description Who made it. */
            by: string;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            createdAt: number;
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            expiresAt: number;
            /** @description How often it was opened. */
            opened: number;
            lastOpenedAt: number | null;
        };
        ShareLinkAnswer: {
            link: components["schemas"]["ShareLink"];
            /** @description To send. Its secret stands behind the `#`, which no browser sends to a server. */
            url: string;
        };
        ShareLinkList: {
            links: components["schemas"]["ShareLink"][];
        };
        ShareLinkRequest: {
            photos: number[];
            /** @default 604800 */
            validSeconds?: number;
        };
        SharedHeaders: {
            "x-petcam-link": string;
        };
        SharedPhotos: {
            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
            expiresAt: number;
            photos: {
                /** @description Names it at this link. */
                number: number;
                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                takenAt: number;
            }[];
        };
        SharedRequest: {
            token: string;
        };
        SyncState: {
            /** @description False where the hub sends nothing anywhere. */
            enabled: boolean;
            scope: ("favourites" | "best" | "all") | null;
            /** @description Objects of which the bucket has the newest state. */
            sent: number;
            sentBytes: number;
            /** @description Photos that are to be sent. */
            waiting: number;
            /** @description Photos of these that cannot be read or encrypted; each is tried again within the hour. */
            aside: number;
            /** @description The newest signed list of what is there, by which a restore finds what is missing or old; null before the first. */
            list: {
                number: number;
                at: number;
                /** @description Public key (Ed25519) that the list is signed with, base64url. */
                signer: string;
            } | null;
            trouble: {
                code: string;
                message: string;
                since: number;
                nextTryAt: number;
            } | null;
        };
        BestCutAnswer: {
            /** @description Index of the best photo in the upload, from 0. */
            best: number;
            /** @description Indices, best first. */
            ranking: number[];
            /** @description `other` where there is a pet that could be a cat or a dog. */
            pet: ("cat" | "dog" | "other") | null;
            /** @description Of the best photo, 0..1. */
            score: number;
            summary: components["schemas"]["Reason"];
            frames: components["schemas"]["BestCutFrame"][];
            refused: {
                index: number;
                code: string;
                message: string;
            }[];
        };
        BestCutFrame: {
            /** @description Place in the upload, from 0. */
            index: number;
            /** @description 1 is the best. */
            place: number;
            /** @description Names of what this photo failed; empty for a sound one. */
            gates: string[];
            /** @description Named numbers that decided, each 0..1, higher is better. */
            scores: {
                [key: string]: number;
            };
            reason: components["schemas"]["Reason"];
        };
        EnlargementParams: {
            id: string;
        };
        EnlargementState: {
            /** @description Behind `/upscale/` it is the address of the enlargement. */
            id: string;
            state: "working" | "done" | "failed";
            /** @description Share that is done. */
            done: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
