// Made by `npm run types` from docs/openapi.json. Do not edit.

export interface paths {
    "/api/v1/canned-replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own canned replies and the shared ones, by their titles. */
        get: operations["get_canned_replies"];
        put?: never;
        /** Makes a canned reply. Shared ones are made by supervisors. */
        post: operations["post_canned_replies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/canned-replies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Writes a canned reply anew: one's own, or as a supervisor a shared one. */
        put: operations["put_canned_replies_id"];
        post?: never;
        /** Takes a canned reply away: one's own, or as a supervisor a shared one. */
        delete: operations["delete_canned_replies_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/colleagues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom a conversation can be transferred to: counsellors at their desks with room, the least busy first. */
        get: operations["get_colleagues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A counsellor's own and those offered to her; for a supervisor all, without text. The newest first. */
        get: operations["get_conversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One conversation. */
        get: operations["get_conversations_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes the conversation. */
        post: operations["post_conversations_id_close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The private notes on a conversation, the oldest first: for its counsellor, and for a supervisor who joined it. Of a
         *     closed one, the reading is recorded.
         */
        get: operations["get_conversations_id_notes"];
        put?: never;
        /** Writes a private note on a conversation that is not closed. */
        post: operations["post_conversations_id_notes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/observe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a supervisor a silent reader, recorded. */
        post: operations["post_conversations_id_observe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Opens the offer that she was made. */
        post: operations["post_conversations_id_open"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/take-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a supervisor the one who answers. */
        post: operations["post_conversations_id_take_over"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets go of a conversation: to the line, or to a colleague. */
        post: operations["post_conversations_id_transfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/wrap-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the talk. */
        post: operations["post_conversations_id_wrap_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Her desk, and the line as numbers. */
        get: operations["get_desk"];
        /** Sets how a counsellor sits at her desk. */
        put: operations["put_desk"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server can do its work: its databases answer. */
        get: operations["get_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets a new password by a token from `gyeot admin reset`; all sessions end. */
        post: operations["post_password_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in. */
        get: operations["get_session"];
        put?: never;
        /** Signs in. The session's cookie comes with the answer. */
        post: operations["post_session"];
        /** Signs out: every socket of this session closes with 4401. */
        delete: operations["delete_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes one's own password; all other sessions end. */
        put: operations["put_session_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the secret to enrol a second factor with; the same one until it is confirmed. */
        get: operations["get_session_second_factor"];
        put?: never;
        /** Turns the second factor on with a first code. */
        post: operations["post_session_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/socket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The socket: a WebSocket with the subprotocol `gyeot.v1`, one JSON object (`ClientFrame`, `ServerFrame`) a text
         *     frame. Staff are known by their cookie, a visitor by the token in her `hello`. `docs/asyncapi.yaml` describes it.
         */
        get: operations["get_socket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether somebody listens, how long the line is, and whom to call instead. */
        get: operations["get_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts somebody new into the line. */
        post: operations["post_visits"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The visitor leaves; her token dies, her return code does not. */
        post: operations["post_visits_leave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets the person behind a return code back in. A wrong one is answered later and later. */
        post: operations["post_visits_return"];
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
        /**
         * Format: uuid
         * @description Identifies a staff account.
         */
        AccountId: string;
        /** @description An account, as its owner sees it. */
        AccountView: {
            email: string;
            id: components["schemas"]["AccountId"];
            name: string;
        };
        /** @description Who said or did it. */
        Author: {
            /** @description As whom. */
            kind: components["schemas"]["AuthorKind"];
            /** @description The name that the others see. */
            name: string;
        };
        /**
         * @description As whom somebody speaks.
         * @enum {string}
         */
        AuthorKind: "visitor" | "counsellor" | "supervisor" | "professional";
        /** @description A visit begins. */
        BeginVisit: {
            /** @description The answer to a challenge, where one was asked for. */
            challenge?: string | null;
            /** @description What she says first, at most 4,000 characters: message 1 of the main channel. */
            first_message?: string | null;
            /** @description In which language she wants to talk. */
            language: components["schemas"]["Language"];
            /** @description What she wants to be called, at most 40 characters. */
            nickname?: string | null;
            /** @description The link that brought her. */
            outreach_code?: string | null;
            safe_now?: components["schemas"]["SafeNow"] | null;
            /** @description What it is about, at most 200 characters. */
            topic?: string | null;
        };
        /** @description What she takes with her. */
        Begun: {
            /** @description Its main channel. */
            channel: components["schemas"]["ChannelId"];
            conversation: components["schemas"]["ConversationId"];
            /** @description Six words that bring her back. */
            return_code: string;
            /** @description For `Authorization: Bearer` and `hello`. */
            token: string;
        };
        /** @description What she takes with her. */
        CameBack: {
            /** @description Its main channel. */
            channel: components["schemas"]["ChannelId"];
            conversation: components["schemas"]["ConversationId"];
            /** @description The token before is dead. */
            token: string;
        };
        /** @description Canned replies. */
        CannedReplies: {
            items: components["schemas"]["CannedReply"][];
        };
        /** @description A canned reply. */
        CannedReply: {
            /** @description What is said. */
            body: string;
            /** @description Which. */
            id: components["schemas"]["CannedReplyId"];
            /** @description In which language it is. */
            language: components["schemas"]["Language"];
            /** @description Whether it is everybody's; otherwise the reader's own. */
            shared: boolean;
            /** @description What it is found by. */
            title: string;
        };
        /**
         * Format: uuid
         * @description Identifies a canned reply.
         */
        CannedReplyId: string;
        /** @description A canned reply as somebody writes it. */
        CannedText: {
            /** @description What is said, at most 4,000 characters. */
            body: string;
            /** @description In which language it is. */
            language: components["schemas"]["Language"];
            /**
             * @description Whether it is everybody's, which only a supervisor decides. Left out: no for a new one, as it was for one that
             *     is there.
             */
            shared?: boolean | null;
            /** @description What it is found by, at most 80 characters. */
            title: string;
        };
        /**
         * Format: uuid
         * @description Identifies a channel: one sequence of messages that the same people hear.
         */
        ChannelId: string;
        /**
         * @description What a channel is for.
         * @enum {string}
         */
        ChannelKind: "main" | "staff" | "consult";
        /** @description A channel as a member sees it in a list. */
        ChannelMark: {
            /** @description As clients name it. */
            channel: components["schemas"]["ChannelId"];
            /** @description What it is for. */
            kind: components["schemas"]["ChannelKind"];
            /**
             * Format: int64
             * @description The number of its last message; 0 when there is none.
             */
            last_seq: number;
            /**
             * Format: int64
             * @description How far the reader herself has read.
             */
            read_seq: number;
        };
        /** @description A frame from a client. Fields that are not known are ignored. */
        ClientFrame: {
            /**
             * Format: int64
             * @description The version that the client speaks: 1.
             */
            protocol: number;
            /**
             * Format: double
             * @description Given back on the answer.
             */
            ref?: number | null;
            /** @description The channels to replay, each once. */
            resume?: components["schemas"]["ResumeFrom"][] | null;
            /** @description A visitor's token; staff are known by their cookie. */
            token?: string | null;
            /** @enum {string} */
            type: "hello";
        } | {
            /** @description 1 to 4,000 characters, kept exactly as sent. */
            body: string;
            /** @description Where. */
            channel: components["schemas"]["ChannelId"];
            /** @description Made by the client, unique in the channel: sending it again is safe. */
            id: components["schemas"]["MessageId"];
            /**
             * Format: double
             * @description Given back on the answer.
             */
            ref?: number | null;
            /** @enum {string} */
            type: "send";
        } | {
            /** @description Whether still. */
            active: boolean;
            /** @description Where. */
            channel: components["schemas"]["ChannelId"];
            /**
             * Format: double
             * @description Given back on an error.
             */
            ref?: number | null;
            /** @enum {string} */
            type: "typing";
        } | {
            /** @description Where. */
            channel: components["schemas"]["ChannelId"];
            /**
             * Format: double
             * @description Given back on an error.
             */
            ref?: number | null;
            /**
             * Format: int64
             * @description The last message read. It never goes back, and stops at the last message.
             */
            seq: number;
            /** @enum {string} */
            type: "read";
        } | {
            /**
             * Format: int64
             * @description Only those before this number; from the end when left out.
             */
            before?: number | null;
            /** @description Where. */
            channel: components["schemas"]["ChannelId"];
            /**
             * Format: int64
             * @description How many: 50 when left out, clamped to 1..=200.
             */
            limit?: number | null;
            /**
             * Format: double
             * @description Given back on the answer.
             */
            ref?: number | null;
            /** @enum {string} */
            type: "history";
        } | {
            /**
             * Format: double
             * @description Given back on the answer.
             */
            ref?: number | null;
            /** @enum {string} */
            type: "ping";
        };
        /** @description Somebody at her desk who has room. */
        Colleague: {
            /**
             * Format: int64
             * @description How many she has.
             */
            active: number;
            /**
             * Format: int64
             * @description How many conversations at once.
             */
            capacity: number;
            /** @description Her account. */
            id: components["schemas"]["AccountId"];
            /** @description What she speaks. */
            languages: components["schemas"]["Language"][];
            /** @description Her name. */
            name: string;
            /** @description `available` */
            state: string;
        };
        /** @description Colleagues. */
        Colleagues: {
            items: components["schemas"]["Colleague"][];
        };
        /** @description Somebody comes back. */
        ComeBack: {
            /** @description The six words. */
            return_code: string;
        };
        /** @description A first code. */
        Confirmation: {
            /** @description Six digits of the authenticator. */
            code: string;
        };
        /**
         * Format: uuid
         * @description Identifies a conversation: a `main` channel with the visitor, a `staff` channel, later `consult` ones.
         */
        ConversationId: string;
        /** @description A conversation as one of its people may see it. */
        ConversationNews: {
            /** @description The channels that she is a member of. */
            channels: components["schemas"]["ChannelMark"][];
            /** @description Why it was closed; null while it is not. */
            closed_reason?: string | null;
            /** @description Which. */
            conversation: components["schemas"]["ConversationId"];
            counsellor?: components["schemas"]["CounsellorName"] | null;
            /**
             * Format: int64
             * @description An honest estimate; null when not waiting.
             */
            estimated_wait_seconds?: number | null;
            /**
             * Format: int64
             * @description Her place in the line, from 1; null when not waiting.
             */
            position?: number | null;
            /**
             * Format: int64
             * @description Her risk class, 0 to 4 (staff only).
             */
            risk?: number | null;
            /** @description Where it stands. */
            state: components["schemas"]["ConversationState"];
            /** @description Whether the visitor said that she leaves (staff only). */
            visitor_left?: boolean | null;
            /** @description Whether the visitor has a socket (staff only). */
            visitor_present?: boolean | null;
        };
        /**
         * @description Where a conversation stands. See "Conversation states" in `docs/protocol.md`.
         * @enum {string}
         */
        ConversationState: "waiting" | "offered" | "active" | "wrap_up" | "closed";
        /** @description A conversation, to staff. */
        ConversationView: {
            /** @description The channels that the reader is a member of. */
            channels: components["schemas"]["ChannelMark"][];
            /** @description Why it was closed: `done`, `left`, `abandoned` or `erased`; null while it is not. */
            closed_reason?: string | null;
            continues?: components["schemas"]["ConversationId"] | null;
            counsellor?: components["schemas"]["CounsellorView"] | null;
            /**
             * Format: date-time
             * @description When it began.
             */
            created_at: string;
            /**
             * Format: int64
             * @description An honest estimate; null when not waiting.
             */
            estimated_wait_seconds?: number | null;
            /** @description Which. */
            id: components["schemas"]["ConversationId"];
            /** @description Four digits that tell two visitors apart. */
            label: string;
            /** @description The visitor's language: `ko` or `en`. */
            language: string;
            /**
             * Format: date-time
             * @description When an offer goes to somebody else.
             */
            offer_expires_at?: string | null;
            /**
             * Format: date-time
             * @description When a counsellor last opened it.
             */
            opened_at?: string | null;
            /**
             * Format: int64
             * @description Her place in the line, from 1; null when not waiting.
             */
            position?: number | null;
            /**
             * Format: int64
             * @description Risk class, 0 to 4.
             */
            risk: number;
            /** @description Her answer to "are you safe now?"; only to members. */
            safe_now?: string | null;
            /** @description Where it stands. */
            state: components["schemas"]["ConversationState"];
            /** @description What it is about; only to members. */
            topic?: string | null;
            /** @description Whether she said that she leaves. */
            visitor_left: boolean;
            /** @description What she is called; only to members. */
            visitor_name?: string | null;
            /** @description Whether she has a socket. */
            visitor_present: boolean;
            /**
             * Format: date-time
             * @description Since when she waits, or waited.
             */
            waiting_since: string;
        };
        /** @description The counsellor by the name that visitors see. */
        CounsellorName: {
            /** @description Her name. */
            name: string;
        };
        /** @description A counsellor. */
        CounsellorView: {
            /** @description Her account. */
            id: components["schemas"]["AccountId"];
            /** @description Her name. */
            name: string;
        };
        /**
         * @description Whether a counsellor takes conversations.
         * @enum {string}
         */
        DeskPresence: "available" | "away";
        /** @description A desk, and the line as numbers only: nobody reads or picks from it. */
        DeskState: {
            /**
             * Format: int64
             * @description How many she has: offered, active and in wrap-up.
             */
            active: number;
            /**
             * Format: int64
             * @description How many conversations at once, 1 to 20.
             */
            capacity: number;
            /**
             * Format: int64
             * @description How long the first of them has waited; 0 when nobody does.
             */
            oldest_waiting_seconds: number;
            /** @description `available` or `away`. */
            state: string;
            /**
             * Format: int64
             * @description How many visitors wait.
             */
            waiting: number;
        };
        /**
         * @description What clients act on.
         * @enum {string}
         */
        ErrorCode: "malformed" | "invalid" | "too_long" | "hello_first" | "unauthenticated" | "unsupported_protocol" | "not_a_member" | "closed" | "conflict" | "slow_down" | "unavailable";
        Health: {
            /** @description `ok` */
            status: string;
        };
        /** @description A number that helps, also when nobody is at a desk here. */
        Helpline: {
            /** @description Whose it is, in the language asked for. */
            name: string;
            /** @description As it is dialled. */
            number: string;
        };
        /** @enum {string} */
        Language: "ko" | "en";
        /** @description A message as everyone in the channel gets it. */
        MessageFrame: {
            /**
             * Format: date-time
             * @description When it was stored.
             */
            at: string;
            /** @description Who said it. */
            author: components["schemas"]["Author"];
            /** @description What, exactly as sent. */
            body: string;
            /** @description Where. */
            channel: components["schemas"]["ChannelId"];
            /** @description The id that its author gave it. */
            id: components["schemas"]["MessageId"];
            /**
             * Format: int64
             * @description Its number: from 1, without holes.
             */
            seq: number;
        };
        /**
         * Format: uuid
         * @description Identifies a message within its channel. Made by the client, so that sending again is safe.
         */
        MessageId: string;
        /** @description A note to be written. */
        NewNote: {
            /** @description At most 4,000 characters. */
            body: string;
        };
        /** @description Who wrote a note. */
        NoteAuthor: {
            /** @description Her account. */
            id: components["schemas"]["AccountId"];
            /** @description Her name. */
            name: string;
        };
        /**
         * Format: uuid
         * @description Identifies a note.
         */
        NoteId: string;
        /** @description A note. */
        NoteView: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Who wrote it. */
            author: components["schemas"]["NoteAuthor"];
            /** @description What she wrote. */
            body: string;
            /** @description Which. */
            id: components["schemas"]["NoteId"];
        };
        /** @description The notes on a conversation. */
        Notes: {
            items: components["schemas"]["NoteView"][];
        };
        /** @description A page of conversations. */
        Page: {
            items: components["schemas"]["ConversationView"][];
            /** @description For the next page; null on the last. */
            next?: string | null;
        };
        /** @description A new password for oneself. */
        PasswordChange: {
            current: string;
            /** @description 10 to 128 characters, of any kind. */
            new: string;
        };
        /** @description A new password by a token that an administrator gave out. */
        PasswordReset: {
            /** @description Needed where the second factor is on. */
            code?: string | null;
            /** @description 10 to 128 characters, of any kind. */
            password: string;
            token: string;
        };
        /** @description What went wrong, for programs (`code`) and for people (`detail`). */
        Problem: {
            /**
             * @description Stable and meant for programs: `malformed`, `unauthenticated`, `forbidden`, `not_found`, `method_not_allowed`,
             *     `conflict`, `too_long`, `invalid`, `challenge_required`, `slow_down`, `unavailable`, `internal`.
             */
            code: string;
            /** @description What to do about it, in plain words. */
            detail: string;
            /** @description The field at fault, as the client spells it. */
            field?: string | null;
            /** @description `required`: the password was right, the code of the second factor is missing. */
            second_factor?: string | null;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The name of the status. */
            title: string;
            /** @description Always `about:blank`: the status says what kind it is, `code` says which. */
            type: string;
        };
        /** @description How a counsellor sits at her desk. */
        PutDesk: {
            /**
             * Format: int64
             * @description How many conversations at once, 1 to 20.
             */
            capacity: number;
            /** @description `available` holds while she has a live socket, and 30 s beyond. */
            state: components["schemas"]["DeskPresence"];
        };
        /** @description Codes for the day the authenticator is lost, each good once. They are shown this once. */
        RecoveryCodes: {
            recovery_codes: string[];
        };
        /** @description From where to go on in one channel. */
        ResumeFrom: {
            /**
             * Format: int64
             * @description The last number that the client has; 0 for none.
             */
            after: number;
            /** @description Which. */
            channel: components["schemas"]["ChannelId"];
        };
        /** @enum {string} */
        Role: "counsellor" | "supervisor" | "professional" | "operator" | "verifier" | "case_officer" | "monitor" | "council" | "admin";
        /**
         * @description What she answered to "are you safe now?".
         * @enum {string}
         */
        SafeNow: "yes" | "no" | "unsure";
        /**
         * @description Where somebody stands with her second factor.
         * @enum {string}
         */
        SecondFactor: "on" | "off" | "enrol";
        /** @description What an authenticator is fed with. */
        SecondFactorOffer: {
            /** @description The same as a picture. */
            qr_svg: string;
            /** @description To be typed in. */
            secret: string;
            /** @description `otpauth://…` */
            uri: string;
        };
        /** @description A frame from the server. */
        ServerFrame: {
            /** @description What she takes part in. */
            conversations: components["schemas"]["ConversationNews"][];
            /**
             * Format: int64
             * @description How often each side says something at the least, in seconds.
             */
            heartbeat_seconds: number;
            /**
             * Format: int64
             * @description The version spoken.
             */
            protocol: number;
            /**
             * Format: double
             * @description The client's number.
             */
            ref?: number | null;
            /** @enum {string} */
            type: "welcome";
            /** @description Who the server takes the client for. */
            you: components["schemas"]["You"];
        } | (components["schemas"]["MessageFrame"] & {
            /** @enum {string} */
            type: "message";
        }) | {
            /**
             * Format: date-time
             * @description When it was stored.
             */
            at: string;
            /** @description Where. */
            channel: components["schemas"]["ChannelId"];
            /** @description The client's own id for it. */
            id: components["schemas"]["MessageId"];
            /**
             * Format: double
             * @description The client's number.
             */
            ref?: number | null;
            /**
             * Format: int64
             * @description Its number in the channel.
             */
            seq: number;
            /** @enum {string} */
            type: "stored";
        } | {
            /** @description Where. */
            channel: components["schemas"]["ChannelId"];
            /**
             * Format: int64
             * @description The last message of the channel.
             */
            seq: number;
            /** @enum {string} */
            type: "caught_up";
        } | {
            /** @description Whether still. */
            active: boolean;
            /** @description Who. */
            author: components["schemas"]["Author"];
            /** @description Where. */
            channel: components["schemas"]["ChannelId"];
            /** @enum {string} */
            type: "typing";
        } | {
            /** @description Who. */
            author: components["schemas"]["Author"];
            /** @description Where. */
            channel: components["schemas"]["ChannelId"];
            /**
             * Format: int64
             * @description The last message read.
             */
            seq: number;
            /** @enum {string} */
            type: "read";
        } | (components["schemas"]["ConversationNews"] & {
            /** @enum {string} */
            type: "conversation";
        }) | {
            /** @description Which. */
            conversation: components["schemas"]["ConversationId"];
            /**
             * Format: date-time
             * @description When the offer goes to somebody else.
             */
            expires_at: string;
            /** @description The visitor's language. */
            language: string;
            /**
             * Format: int64
             * @description Her risk class, 0 to 4.
             */
            risk: number;
            /** @enum {string} */
            type: "offer";
            /**
             * Format: int64
             * @description How long she has waited.
             */
            waited_seconds: number;
        } | {
            /** @description Which. */
            conversation: components["schemas"]["ConversationId"];
            /** @enum {string} */
            type: "offer_gone";
        } | (components["schemas"]["DeskState"] & {
            /** @enum {string} */
            type: "desk";
        }) | {
            /** @description Where. */
            channel: components["schemas"]["ChannelId"];
            /** @description Ascending. */
            messages: components["schemas"]["MessageFrame"][];
            /** @description Whether there are earlier ones. */
            more: boolean;
            /**
             * Format: double
             * @description The client's number.
             */
            ref?: number | null;
            /** @enum {string} */
            type: "history";
        } | {
            /**
             * Format: double
             * @description The client's number.
             */
            ref?: number | null;
            /** @enum {string} */
            type: "pong";
        } | {
            channel?: components["schemas"]["ChannelId"] | null;
            /** @description What clients act on. */
            code: components["schemas"]["ErrorCode"];
            /** @description In plain words, for people. */
            detail: string;
            id?: components["schemas"]["MessageId"] | null;
            /**
             * Format: double
             * @description The client's number.
             */
            ref?: number | null;
            /** @description Whether the same frame may succeed later. */
            retry: boolean;
            /** @enum {string} */
            type: "error";
        };
        /** @description Who is signed in. */
        SessionView: {
            account: components["schemas"]["AccountView"];
            languages: components["schemas"]["Language"][];
            roles: components["schemas"]["Role"][];
            second_factor: components["schemas"]["SecondFactor"];
        };
        /** @description A sign-in. */
        SignIn: {
            /** @description Six digits of the authenticator, or a recovery code. */
            code?: string | null;
            email: string;
            password: string;
        };
        /** @description Whether somebody listens. */
        Status: {
            /**
             * Format: int64
             * @description What the next visitor will wait.
             */
            estimated_wait_seconds: number;
            /** @description Whom to call instead. */
            helplines: components["schemas"]["Helpline"][];
            /**
             * Format: int64
             * @description Counsellors at their desks now.
             */
            on_duty: number;
            /** @description Whether visitors are taken in. */
            open: boolean;
            /**
             * Format: date-time
             * @description When it opens again; null while open.
             */
            opens_at?: string | null;
            /**
             * Format: int64
             * @description How many wait.
             */
            waiting: number;
        };
        /** @description Where a conversation goes. */
        Transfer: {
            /** @description For whoever takes it, kept with the conversation, at most 4,000 characters. */
            note?: string | null;
            /** @description `line`, or the id of a colleague. */
            to: string;
        };
        /** @description Who the server takes the client for. */
        You: {
            /** @description As whom she speaks where nothing else is said. */
            kind: components["schemas"]["AuthorKind"];
            /** @description The name that the others see. */
            name: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_canned_replies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedReplies"];
                };
            };
            /** @description nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_canned_replies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CannedText"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedReply"];
                };
            };
            /** @description nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_canned_replies_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CannedText"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedReply"];
                };
            };
            /** @description nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_canned_replies_id: {
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
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_colleagues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Colleagues"];
                };
            };
            /** @description nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_conversations: {
        parameters: {
            query?: {
                /** @description only in this state */
                state?: components["schemas"]["ConversationState"];
                /** @description `next` of the page before */
                cursor?: string;
                /** @description 50 if left out, clamped to 1..=100 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page"];
                };
            };
            /** @description nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_conversations_id: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_close: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_conversations_id_notes: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notes"];
                };
            };
            /** @description nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_notes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNote"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoteView"];
                };
            };
            /** @description nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_observe: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_open: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_take_over: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_transfer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Transfer"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_wrap_up: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_desk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskState"];
                };
            };
            /** @description nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_desk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutDesk"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskState"];
                };
            };
            /** @description nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description a database does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_password_reset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description the code of the second factor is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description after failures, with Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description wrong, or the code is missing: `second_factor` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description after failures, with Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_session_password: {
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
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description after failures, with Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_session_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorOffer"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description it is on */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_session_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not for this role, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description it is on, or no secret was shown */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description a wrong code */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description after failures, with Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_socket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the socket is open: say `hello` within 10 s */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description no WebSocket handshake, or subprotocols without `gyeot.v1` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description an `Origin` that is not on the allow-list */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_status: {
        parameters: {
            query?: {
                /** @description `ko` (if left out) or `en`: of the helplines' names */
                language?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_visits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginVisit"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Begun"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_visits_leave: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_visits_return: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ComeBack"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CameBack"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
