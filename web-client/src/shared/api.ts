// Made by `npm run types` from docs/openapi.json. Do not edit.

export interface paths {
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What supervisors have to know of, and nobody has answered yet. */
        get: operations["get_alerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that she sees to it: it stops ringing everywhere. */
        post: operations["post_alerts_id_answer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Blocks, the newest first, those that have ended too. */
        get: operations["get_blocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocks/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a block hold as long as was wanted. Not by the one who wanted it. */
        post: operations["post_blocks_id_approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocks/{id}/lift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a block before its time. */
        post: operations["post_blocks_id_lift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
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
    "/api/v1/challenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A puzzle of ALTCHA v1, good for ten minutes and one visit. Its solution goes with `POST /visits` as `challenge`: base64
         *     of the JSON object `{algorithm, challenge, number, salt, signature}`.
         */
        get: operations["get_challenge"];
        put?: never;
        post?: never;
        delete?: never;
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
    "/api/v1/conversations/{id}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Blocks the visitor of a conversation. It holds at once, for a day at most; more is asked for, and another supervisor
         *     approves. Her counsellor may while they talk, a supervisor always.
         */
        post: operations["post_conversations_id_block"];
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
    "/api/v1/conversations/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A whole conversation in one document, recorded: for its counsellor, while she has it or had it last, and for a
         *     supervisor who observes it or joined it.
         */
        get: operations["get_conversations_id_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Flags a message for a second look. */
        post: operations["post_conversations_id_flags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/hide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a closed conversation out of the sight of who had it last, for good: she reads nothing of it on any path. */
        post: operations["post_conversations_id_hide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a supervisor speak openly beside the counsellor who has it. */
        post: operations["post_conversations_id_join"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/legal-hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks for a legal hold: the conversation is not erased for 72 hours, and if another person confirms, until two lift it. */
        post: operations["post_conversations_id_legal_hold"];
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
    "/api/v1/conversations/{id}/panic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hands a conversation over in one tap: to the best colleague with a place, or to the head of its class. Every
         *     supervisor is alerted, and who had it goes on a break.
         */
        post: operations["post_conversations_id_panic"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/record": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The contact record of a conversation: for its counsellor, and for supervisors. */
        get: operations["get_conversations_id_record"];
        /** Writes the contact record of a conversation in place of what was there. */
        put: operations["put_conversations_id_record"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/risk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A conversation's risk class and how it came to be: which rule fired on what, who raised it, who lowered it and why. */
        get: operations["get_conversations_id_risk"];
        put?: never;
        /** Raises the class, or lowers it: that only a supervisor does, with a reason. */
        post: operations["post_conversations_id_risk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/step-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a supervisor's observing, or her part in the talk. */
        post: operations["post_conversations_id_step_out"];
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
    "/api/v1/counsellors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The counsellors, and how much of what each writes waits for a supervisor. */
        get: operations["get_counsellors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/counsellors/{id}/trust": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets how much of what a counsellor writes waits for a supervisor, from her next message on. */
        put: operations["put_counsellors_id_trust"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/debriefs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A counsellor's own; for a supervisor everybody's that are open. At most 200. */
        get: operations["get_debriefs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/debriefs/{id}/done": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** They have had it: said by who was owed it, or by a supervisor. */
        post: operations["post_debriefs_id_done"];
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
    "/api/v1/desk/break": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins a break of ten minutes: she is away, and nothing is offered to her. Taken in full it sets `heavy` to 0. */
        post: operations["post_desk_break"];
        /** Ends her break before its time; one that was due is taken in full. */
        delete: operations["delete_desk_break"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages that were flagged, with what they say, the newest first. The reading is recorded. */
        get: operations["get_flags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flags/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says what a look at a flag came to. */
        post: operations["post_flags_id_review"];
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
    "/api/v1/held": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages that wait for a supervisor before the other side sees them. The reading is recorded. */
        get: operations["get_held"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/held/{id}/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decides on a held message. */
        post: operations["post_held_id_decide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/insights/survey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What visitors answered to the two questions after the talk, the newest month first. A number under five is null, and
         *     so is what would let it be computed.
         */
        get: operations["get_insights_survey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/legal-holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All legal holds, those that hold first; 200 at most. */
        get: operations["get_legal_holds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/legal-holds/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirms a legal hold that another person asked for. */
        post: operations["post_legal_holds_id_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/legal-holds/{id}/confirm-lift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lifts a legal hold, as another person asked. */
        post: operations["post_legal_holds_id_confirm_lift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/legal-holds/{id}/lift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks for a legal hold to be lifted; it holds on until another person agrees. */
        post: operations["post_legal_holds_id_lift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The letters that wait for an answer: those left for her; those left for nobody, or 12 hours ago, in a language that
         *     she speaks; for a supervisor all. No text. The highest risk first, in it the oldest; at most 200, and how
         *     many there are.
         */
        get: operations["get_letters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/letters/{id}/answered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets a letter go as answered: the visitor finds the answer when she is back. Who answered is out at once, and asked
         *     first when she comes.
         */
        post: operations["post_letters_id_answered"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/letters/{id}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Opens a letter, to answer it. It takes a place at her desk; the reading is recorded. */
        post: operations["post_letters_id_open"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outreach/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All links, the newest first, with what came of each. */
        get: operations["get_outreach_links"];
        put?: never;
        /** Makes a link. */
        post: operations["post_outreach_links"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outreach/links/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disables a link: it still leads here, and counts no more. For who made it, and for supervisors. */
        post: operations["post_outreach_links_id_disable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outreach/links/{id}/qr": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The link as a QR code to print. */
        get: operations["get_outreach_links_id_qr"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outreach/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was done on other sites, the newest first: her own; for a supervisor all. */
        get: operations["get_outreach_log"];
        put?: never;
        /** Writes down what she did on another site. */
        post: operations["post_outreach_log"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outreach/log/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes an entry back that she wrote today. */
        delete: operations["delete_outreach_log_id"];
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
    "/api/v1/push/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The key that browsers subscribe with; the same for all nodes, for good. */
        get: operations["get_push_key"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/push/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets the caller be notified at this browser; saying it again changes nothing. */
        post: operations["post_push_subscriptions"];
        /** Notifies the caller at this browser no more. The same answer for one that was not hers. */
        delete: operations["delete_push_subscriptions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who read what people had said, the latest first. */
        get: operations["get_readings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/record-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The codes of a contact record, in both languages. */
        get: operations["get_record_codes"];
        put?: never;
        post?: never;
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
    "/api/v1/visits/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erases all that she ever said here, at once: every conversation that her return code led to. Her token and her return
         *     code die. What a legal hold keeps is erased when the hold ends.
         */
        post: operations["post_visits_erase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/later": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The visitor does not wait: what she said is left to be answered. Her token dies, her return code leads to the answer. */
        post: operations["post_visits_later"];
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
    "/api/v1/visits/survey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Two questions to the visitor, once, after the close and while she can still read. Counted by month and language, and
         *     not kept with the conversation.
         */
        post: operations["post_visits_survey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wallboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole floor at a glance: no text of anybody in it. */
        get: operations["get_wallboard"];
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
        /**
         * @description What an alert is about.
         * @enum {string}
         */
        AlertKind: "risk" | "duress" | "panic" | "unclaimed" | "held" | "contact" | "flag" | "block";
        /** @description Something that a supervisor has to know of. */
        AlertNews: {
            /**
             * Format: uuid
             * @description Which.
             */
            alert: string;
            /** @description In which conversation. */
            conversation: components["schemas"]["ConversationId"];
            /** @description What it is about. */
            kind: components["schemas"]["AlertKind"];
            /** @description Four digits that tell two visitors apart. */
            label: string;
            /** @description The visitor's language: `ko` or `en`. */
            language: string;
            /** @description Whether it rings until somebody answers. */
            loud: boolean;
            /**
             * Format: date-time
             * @description Since when.
             */
            raised_at: string;
            reason?: components["schemas"]["Text2"] | null;
            /**
             * Format: int64
             * @description The risk class when it was raised, 0 to 4.
             */
            risk: number;
        };
        /** @description An alert, and what became of it. */
        AlertView: components["schemas"]["AlertNews"] & {
            /**
             * Format: date-time
             * @description When.
             */
            answered_at?: string | null;
            answered_by?: components["schemas"]["StaffPerson"] | null;
        };
        /** @description Open alerts. */
        Alerts: {
            /** @description The loud ones first, then the oldest; at most 200. */
            items: components["schemas"]["AlertView"][];
        };
        /** @description What she answers; each question may be left out. */
        Answers: {
            helped?: components["schemas"]["Helped"] | null;
            safer?: components["schemas"]["Safer"] | null;
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
        /** @description A counsellor whom she knows. */
        Before: {
            /** @description The name that she knows her by. */
            name: string;
            /** @description Whether she is at her desk and takes conversations. */
            on_duty: boolean;
        };
        /** @description A visit begins. */
        BeginVisit: {
            /** @description The answer to a challenge, where one is asked for: base64 of a JSON object, at most 1,024 bytes. */
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
            /** @description Typed in place of the last of the six, it opens a page with nothing on it, and tells us that she is not free. */
            duress_word: string;
            /** @description Six words that bring her back. */
            return_code: string;
            /** @description For `Authorization: Bearer` and `hello`. */
            token: string;
        };
        /** @description A block. */
        Block: {
            approved_by?: components["schemas"]["StaffPerson"] | null;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Who wanted it. */
            by: components["schemas"]["StaffPerson"];
            /** @description The talk that it was for. */
            conversation: components["schemas"]["ConversationId"];
            /** @description Which. */
            id: components["schemas"]["BlockId"];
            /** @description That talk's four digits. */
            label: string;
            /** @description Why; null as `note`. */
            lift_note?: string | null;
            lifted_by?: components["schemas"]["StaffPerson"] | null;
            /** @description More about it; null where nothing was written, and when the talk was erased. */
            note?: string | null;
            /** @description Why. */
            reason: components["schemas"]["BlockReason"];
            /** @description Where it stands. */
            state: components["schemas"]["BlockState"];
            /**
             * Format: date-time
             * @description It holds until here.
             */
            until: string;
            /**
             * Format: date-time
             * @description It was wanted until here: later than `until` while somebody else has to approve.
             */
            wanted_until: string;
        };
        /**
         * Format: uuid
         * @description Identifies a block.
         */
        BlockId: string;
        /**
         * @description Why somebody was blocked.
         * @enum {string}
         */
        BlockReason: "abuse" | "predator" | "spam" | "other";
        /**
         * @description Where a block stands.
         * @enum {string}
         */
        BlockState: "active" | "asked" | "over" | "lifted";
        /** @description A page of blocks. */
        Blocks: {
            items: components["schemas"]["Block"][];
            /** @description For the next page; null on the last. */
            next?: string | null;
        };
        /** @description The floor at one moment. */
        Board: {
            /**
             * Format: int64
             * @description Visitors who waited in vain today: stayed away, or left before anybody had opened.
             */
            abandoned_today: number;
            /** @description What nobody has answered yet. */
            alerts: components["schemas"]["AlertView"][];
            /**
             * Format: date-time
             * @description When this was read.
             */
            at: string;
            /**
             * Format: int64
             * @description Of those, who take conversations and have a place.
             */
            available: number;
            /**
             * Format: int64
             * @description How long those have lasted on average; 0 when there is none.
             */
            average_talk_seconds: number;
            /**
             * Format: int64
             * @description Conversations that were closed today after a talk.
             */
            closed_today: number;
            /** @description Who is at a desk, or has conversations: by name. */
            counsellors: components["schemas"]["CounsellorRow"][];
            /**
             * Format: date-time
             * @description When the counters of the day turned: midnight in Seoul.
             */
            day_began_at: string;
            /**
             * Format: int64
             * @description How many flags nobody has looked at.
             */
            flags: number;
            /**
             * Format: int64
             * @description Of those, who take conversations and have none.
             */
            full: number;
            /**
             * Format: int64
             * @description How many messages wait for a supervisor.
             */
            held: number;
            highest?: components["schemas"]["Highest"] | null;
            /** @description The line, in its order; at most 100. */
            line: components["schemas"]["LineRow"][];
            /**
             * Format: int64
             * @description How long the first of them has; 0 when nobody does.
             */
            oldest_waiting_seconds: number;
            /**
             * Format: int64
             * @description Of those, who are on a break.
             */
            on_break: number;
            /**
             * Format: int64
             * @description Counsellors who are at their desks now, set away or not; not those who left with a conversation open.
             */
            on_duty: number;
            /**
             * Format: int64
             * @description Visitors who came back with their code today.
             */
            returned_today: number;
            /**
             * Format: int64
             * @description Conversations that are active.
             */
            talking: number;
            /**
             * Format: int64
             * @description How many wait in the line.
             */
            waiting: number;
        };
        /**
         * @description How a desk stands with breaks.
         * @enum {string}
         */
        BreakState: "none" | "offered" | "due" | "on";
        /** @description What she takes with her. */
        CameBack: {
            /** @description Its main channel. */
            channel: components["schemas"]["ChannelId"];
            conversation: components["schemas"]["ConversationId"];
            counsellor?: components["schemas"]["Before"] | null;
            /**
             * @description It was the duress word: the ids are random, the token opens nothing, and nothing of hers has changed. Left out
             *     otherwise.
             */
            harmless?: boolean;
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
        /** @description A puzzle, as ALTCHA v1 has it. */
        Challenge: {
            /** @description `SHA-256` */
            algorithm: string;
            /** @description The hash, in hex, of the salt with the number behind it in decimal. */
            challenge: string;
            /**
             * Format: int64
             * @description The number is between 0 and this one.
             */
            maxnumber: number;
            /** @description Goes before the number as it is. */
            salt: string;
            /** @description Ours, in hex; sent back with the number. */
            signature: string;
        };
        /** @description A change as it is read back. */
        ChangeView: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            by?: components["schemas"]["StaffPerson"] | null;
            /**
             * Format: int64
             * @description The class before, 0 to 4.
             */
            from: number;
            /**
             * @description Why, in her words; null where nothing was said, once the conversation was erased, and to whom has hidden it from
             *     herself.
             */
            note?: string | null;
            reason?: components["schemas"]["Text2"] | null;
            /** @description Which rule fired (`assets/risk`); null where none did. */
            rule?: string | null;
            /**
             * Format: int64
             * @description The message of the main channel that the rule fired on.
             */
            seq?: number | null;
            /** @description `message`, `answers`, `staff`, `duress` or `returned`. */
            source: string;
            /**
             * Format: int64
             * @description The class after.
             */
            to: number;
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
        /** @description A conversation that somebody has. */
        ChatRow: {
            /** @description Which. */
            conversation: components["schemas"]["ConversationId"];
            /** @description Four digits that tell two visitors apart. */
            label: string;
            /**
             * Format: date-time
             * @description Since when they talk; null while it is only offered.
             */
            opened_at?: string | null;
            /**
             * Format: int64
             * @description Its risk class, 0 to 4.
             */
            risk: number;
            /** @description `offered`, `active` or `wrap_up`. */
            state: components["schemas"]["ConversationState"];
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
            /** @description Whether still. */
            active: boolean;
            /**
             * Format: double
             * @description Given back on the answer.
             */
            ref?: number | null;
            /** @enum {string} */
            type: "watch";
        } | {
            /**
             * Format: double
             * @description Given back on the answer.
             */
            ref?: number | null;
            /** @enum {string} */
            type: "ping";
        };
        /** @description A code. */
        Code: {
            /** @description As it is stored and sent. */
            code: string;
            /** @description What it is called. */
            label: components["schemas"]["Text2"];
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
            /** @description Numbers to call now (visitors only, and only while there is reason to show them above the talk). */
            helplines?: components["schemas"]["HelplineNews"][] | null;
            /**
             * @description Whether it is a letter: left to be answered in the visitor's absence, and she has not come back. To her only
             *     when it is.
             */
            later?: boolean | null;
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
            counsellor?: components["schemas"]["StaffPerson"] | null;
            /**
             * Format: date-time
             * @description When it began.
             */
            created_at: string;
            /**
             * Format: int64
             * @description An honest estimate; null when there is no place.
             */
            estimated_wait_seconds?: number | null;
            /** @description Which. */
            id: components["schemas"]["ConversationId"];
            /** @description Four digits that tell two visitors apart. */
            label: string;
            /** @description The visitor's language: `ko` or `en`. */
            language: string;
            /** @description Whether she left it to be answered in her absence, and has not come back: a letter. */
            later: boolean;
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
             * @description Her place in the line, from 1; null when not waiting, and for a letter.
             */
            position?: number | null;
            /**
             * Format: int64
             * @description Risk class, 0 to 4.
             */
            risk: number;
            risk_reason?: components["schemas"]["Text2"] | null;
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
        CounsellorRow: {
            /**
             * Format: int64
             * @description How many conversations she has: offered, active and in wrap-up.
             */
            active: number;
            /** @description `none`, `offered`, `due` or `on`. */
            break: components["schemas"]["BreakState"];
            /**
             * Format: int64
             * @description How many she takes at once.
             */
            capacity: number;
            /** @description Her conversations, the oldest first. */
            chats: components["schemas"]["ChatRow"][];
            /**
             * Format: int64
             * @description Heavy ones since her last break.
             */
            heavy: number;
            /**
             * Format: int64
             * @description The highest risk class among her conversations.
             */
            highest_risk: number;
            /** @description Her account. */
            id: components["schemas"]["AccountId"];
            /** @description Her name. */
            name: string;
            /**
             * Format: int64
             * @description How long her longest talk has lasted; null when she has none.
             */
            oldest_talk_seconds?: number | null;
            /** @description `available`, `away` or `break`. */
            state: string;
            /** @description How much of what she writes waits for a supervisor. */
            trust: components["schemas"]["Trust"];
        };
        /** @description All counsellors. */
        Counsellors: {
            /** @description By name. */
            items: components["schemas"]["TrustView"][];
        };
        /**
         * Format: uuid
         * @description Identifies a debrief.
         */
        DebriefId: string;
        /** @description A talk that somebody is owed. */
        DebriefView: {
            /** @description Who is owed it. */
            account: components["schemas"]["StaffPerson"];
            /**
             * Format: date-time
             * @description Since when.
             */
            at: string;
            /** @description That conversation. */
            conversation: components["schemas"]["ConversationId"];
            /**
             * Format: date-time
             * @description When they had it; null while they have not.
             */
            done_at?: string | null;
            /** @description Which. */
            id: components["schemas"]["DebriefId"];
            /** @description Four digits that name the conversation after which it was made. */
            label: string;
            /** @description Why. */
            why: components["schemas"]["Why"];
        };
        /** @description Debriefs. */
        Debriefs: {
            items: components["schemas"]["DebriefView"][];
        };
        /** @description What becomes of a held message. */
        Decide: {
            /** @description For `edit`: what is delivered in its place, 1 to 4,000 characters. */
            body?: string | null;
            /** @description `release`, `edit` or `return`. */
            decision: components["schemas"]["Decision"];
            /** @description A word to its author, at most 1,000 characters. */
            note?: string | null;
        };
        /**
         * @description What a supervisor decides.
         * @enum {string}
         */
        Decision: "release" | "edit" | "return";
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
            /** @description What follows from that. While it is `due` or `on` she cannot be available. */
            break: components["schemas"]["BreakState"];
            /**
             * Format: date-time
             * @description When the break that she is on is over; null when she is on none.
             */
            break_until?: string | null;
            /**
             * Format: int64
             * @description How many conversations at once, 1 to 20.
             */
            capacity: number;
            /**
             * Format: int64
             * @description Heavy conversations that left her since her last break.
             */
            heavy: number;
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
        /** @description A subscription that ends. */
        EndedPushSubscription: {
            endpoint: string;
        };
        /**
         * Format: uuid
         * @description Identifies an entry of the outreach log.
         */
        EntryId: string;
        /**
         * @description What clients act on.
         * @enum {string}
         */
        ErrorCode: "malformed" | "invalid" | "too_long" | "hello_first" | "unauthenticated" | "unsupported_protocol" | "not_a_member" | "closed" | "conflict" | "slow_down" | "unavailable";
        /** @description A conversation as it was when it was taken. */
        Export: {
            /** @description What was said, in each channel that the reader is a member of; nothing when it is erased. */
            channels: components["schemas"]["ExportedChannel"][];
            /** @description What is known of it. */
            conversation: components["schemas"]["ConversationView"];
            /**
             * Format: date-time
             * @description When it was taken.
             */
            exported_at: string;
            /** @description The private notes, the oldest first. */
            notes: components["schemas"]["NoteView"][];
        };
        /** @description What was said in a channel. */
        ExportedChannel: {
            /** @description Which. */
            channel: components["schemas"]["ChannelId"];
            /** @description What it is for. */
            kind: components["schemas"]["ChannelKind"];
            /** @description In order. */
            messages: components["schemas"]["MessageFrame"][];
            /** @description Whether there are earlier ones that are not in it; it holds 20,000 at most. */
            more: boolean;
        };
        /** @description A page of flags. */
        FlagPage: {
            items: components["schemas"]["FlagView"][];
            /** @description For the next page; null on the last. */
            next?: string | null;
        };
        /**
         * @description Which flags.
         * @enum {string}
         */
        FlagState: "open" | "done";
        /** @description A message that was flagged. */
        FlagView: {
            /**
             * Format: date-time
             * @description When it was flagged.
             */
            at: string;
            author?: components["schemas"]["Author"] | null;
            /** @description What the message says; null once the conversation was erased. */
            body?: string | null;
            /** @description In which channel. */
            channel: components["schemas"]["ChannelId"];
            /** @description In which conversation. */
            conversation: components["schemas"]["ConversationId"];
            /**
             * Format: uuid
             * @description Which.
             */
            id: string;
            /** @description Four digits that tell two visitors apart. */
            label: string;
            /** @description Why, in the words of whoever flagged it. */
            note?: string | null;
            /** @description `fine`, `talk` or `serious`; null while nobody has looked. */
            outcome?: string | null;
            reason?: components["schemas"]["Text2"] | null;
            /** @description What whoever looked says of it. */
            review_note?: string | null;
            /**
             * Format: date-time
             * @description When.
             */
            reviewed_at?: string | null;
            reviewed_by?: components["schemas"]["StaffPerson"] | null;
            /**
             * Format: int64
             * @description The message's number there.
             */
            seq: number;
            /** @description `rule`, `staff`, or `unreviewed`: a draft that went out without anybody having looked. */
            source: string;
        };
        /** @description Contact details, or an invitation to go elsewhere, as found in a message. */
        FoundView: {
            /** @description `phone`, `messenger`, `link`, `email` or `invitation`. */
            kind: components["schemas"]["Kind"];
            /** @description The part of the message. */
            text: string;
        };
        Health: {
            /** @description `ok` */
            status: string;
        };
        /** @description Messages that wait. */
        HeldList: {
            /** @description The oldest first; at most 100. */
            items: components["schemas"]["HeldView"][];
        };
        /**
         * @description What became of a message that waited.
         * @enum {string}
         */
        HeldOutcome: "released" | "edited" | "returned";
        /**
         * @description Why a message waits before the other side sees it.
         * @enum {string}
         */
        HeldReason: "approval" | "contact";
        /** @description A message that waits, for whoever decides. */
        HeldView: {
            account?: components["schemas"]["AccountId"] | null;
            /** @description Who wrote it. */
            author: components["schemas"]["Author"];
            /** @description What was written. */
            body: string;
            /** @description In which channel. */
            channel: components["schemas"]["ChannelId"];
            /** @description In which conversation. */
            conversation: components["schemas"]["ConversationId"];
            /**
             * Format: date-time
             * @description When it goes out without anybody having looked; null: never by itself.
             */
            expires_at?: string | null;
            /** @description What was found in it. */
            found: components["schemas"]["FoundView"][];
            /**
             * Format: date-time
             * @description Since when it waits.
             */
            held_at: string;
            /**
             * Format: uuid
             * @description Which.
             */
            id: string;
            /** @description Four digits that tell two visitors apart. */
            label: string;
            /** @description The visitor's language: `ko` or `en`. */
            language: string;
            /** @description Why it waits. */
            reason: components["schemas"]["HeldReason"];
        };
        /**
         * @description Whether the talk helped her.
         * @enum {string}
         */
        Helped: "yes" | "some" | "no";
        /** @description Whether the talk helped. */
        HelpedCounts: {
            /**
             * Format: int64
             * @description No.
             */
            no?: number | null;
            /**
             * Format: int64
             * @description A little.
             */
            some?: number | null;
            /**
             * Format: int64
             * @description Yes.
             */
            yes?: number | null;
        };
        /** @description A number that helps, also when nobody is at a desk here. */
        Helpline: {
            /** @description Whose it is, in the language asked for. */
            name: string;
            /** @description As it is dialled. */
            number: string;
        };
        /** @description A number to call. */
        HelplineNews: {
            /** @description Whose it is, in the visitor's language. */
            name: string;
            /** @description As it is dialled. */
            number: string;
        };
        /** @description The conversation with the highest risk. */
        Highest: {
            /** @description Which. */
            conversation: components["schemas"]["ConversationId"];
            /** @description Who has it, or is asked; null while it waits. */
            counsellor?: string | null;
            /** @description Four digits that tell two visitors apart. */
            label: string;
            /**
             * Format: int64
             * @description Its class, 1 to 4.
             */
            risk: number;
            /** @description Where it stands. */
            state: components["schemas"]["ConversationState"];
            /**
             * Format: int64
             * @description How long she has waited, or talked.
             */
            waited_seconds: number;
        };
        /** @description Why a conversation must be kept, or need be no longer. */
        HoldReason: {
            /** @description At most 200 characters, stored readable: it names nobody and tells nothing of what was said. */
            reason: string;
        };
        /**
         * @description Where a hold stands.
         * @enum {string}
         */
        HoldState: "asked" | "active" | "lift_asked" | "lifted";
        /**
         * @description What kind of way out a text offers.
         * @enum {string}
         */
        Kind: "phone" | "messenger" | "link" | "email" | "invitation";
        /** @enum {string} */
        Language: "ko" | "en";
        /**
         * Format: uuid
         * @description Identifies a legal hold.
         */
        LegalHoldId: string;
        /** @description A legal hold. */
        LegalHoldView: {
            /**
             * Format: date-time
             * @description When.
             */
            asked_at: string;
            /** @description Who asked for it. */
            asked_by: components["schemas"]["StaffPerson"];
            /**
             * Format: date-time
             * @description When.
             */
            confirmed_at?: string | null;
            confirmed_by?: components["schemas"]["StaffPerson"] | null;
            /** @description What it keeps. */
            conversation: components["schemas"]["ConversationId"];
            /** @description Which. */
            id: components["schemas"]["LegalHoldId"];
            /** @description Four digits that tell two visitors apart. */
            label: string;
            /**
             * Format: date-time
             * @description Until when it holds if nobody confirms it; null once somebody did.
             */
            lapses_at?: string | null;
            lift_asked_by?: components["schemas"]["StaffPerson"] | null;
            /** @description Why it should be lifted; not sealed either. */
            lift_reason?: string | null;
            /**
             * Format: date-time
             * @description When it ended.
             */
            lifted_at?: string | null;
            lifted_by?: components["schemas"]["StaffPerson"] | null;
            /** @description Why, in staff's own words. It is not sealed, since it must outlast the conversation's key: it names nobody. */
            reason: string;
            /** @description Where it stands. */
            state: components["schemas"]["HoldState"];
        };
        /** @description Legal holds. */
        LegalHolds: {
            items: components["schemas"]["LegalHoldView"][];
        };
        /** @description A letter that waits for an answer. No text: whoever opens it reads it. */
        LetterView: {
            /** @description Which conversation. */
            conversation: components["schemas"]["ConversationId"];
            /** @description For whom it was left; null when for nobody. */
            counsellor?: string | null;
            /** @description Whether it was left for the reader. */
            for_me: boolean;
            /** @description Four digits that tell two visitors apart. */
            label: string;
            /** @description The visitor's language: `ko` or `en`. */
            language: string;
            /**
             * Format: date-time
             * @description When it was left.
             */
            left_at: string;
            /**
             * Format: int64
             * @description How many lines of hers have not been answered.
             */
            lines: number;
            /**
             * Format: int64
             * @description Risk class, 0 to 4.
             */
            risk: number;
        };
        /** @description The letters that somebody may answer. */
        Letters: {
            /** @description The first of them, at most 200. */
            items: components["schemas"]["LetterView"][];
            /** @description Whether there are more than are shown. */
            more: boolean;
            /**
             * Format: int64
             * @description How many there are.
             */
            total: number;
        };
        /** @description Why a block is lifted. */
        LiftBlock: {
            /** @description At most 1,000 characters. */
            note: string;
        };
        /** @description Somebody in the line. */
        LineRow: {
            /** @description Which. */
            conversation: components["schemas"]["ConversationId"];
            /** @description Who is asked; null while nobody is. */
            counsellor?: string | null;
            /** @description Four digits that tell two visitors apart. */
            label: string;
            /** @description `ko` or `en`. */
            language: string;
            /**
             * Format: int64
             * @description Her risk class, 0 to 4.
             */
            risk: number;
            /** @description `waiting` or `offered`. */
            state: components["schemas"]["ConversationState"];
            /**
             * Format: date-time
             * @description Since when she waits.
             */
            waiting_since: string;
        };
        /**
         * Format: uuid
         * @description Identifies an outreach link.
         */
        LinkId: string;
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
        /** @description A block that is wanted. */
        NewBlock: {
            /**
             * Format: int64
             * @description How long, 1 to 8,760. More than 24 take a second person.
             */
            hours: number;
            /** @description More about it, at most 1,000 characters. */
            note?: string | null;
            /** @description Why. */
            reason: components["schemas"]["BlockReason"];
        };
        /** @description A message to be flagged. */
        NewFlag: {
            /** @description In which channel. */
            channel: components["schemas"]["ChannelId"];
            /** @description Why, at most 1,000 characters. */
            note?: string | null;
            /**
             * Format: int64
             * @description Its number there.
             */
            seq: number;
        };
        /** @description A note to be written. */
        NewNote: {
            /** @description At most 4,000 characters. */
            body: string;
        };
        /** @description What was done somewhere, in numbers. */
        NewOutreachEntry: {
            /**
             * Format: int64
             * @description With how many people, 0 to 1,000.
             */
            contacts: number;
            /**
             * Format: int64
             * @description How long, 1 to 720.
             */
            minutes: number;
            /**
             * Format: date
             * @description On which day, as it is called in Seoul: `2026-11-27`. Not in days to come, nor more than 31 ago.
             */
            on: string;
            /** @description Where, at most 80 characters. */
            site: string;
        };
        /** @description A link as somebody wants it. */
        NewOutreachLink: {
            /** @description Whose pages may frame `/embed`: at most 20 origins as `https://chat.example`. Left out: nobody's. */
            embed_origins?: string[];
            /** @description What it is told apart by, at most 80 characters. No names of people. */
            label: string;
            /** @description Where it is put up, at most 80 characters. */
            site: string;
        };
        /** @description Where a browser can be reached, as its `PushSubscription` says it. */
        NewPushSubscription: {
            /** @description https, at a public address; at most 2,048 bytes. */
            endpoint: string;
            keys: components["schemas"]["PushSubscriptionKeys"];
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
        /**
         * @description What a look came to.
         * @enum {string}
         */
        Outcome: "fine" | "talk" | "serious";
        /** @description An entry of the outreach log. */
        OutreachEntry: {
            /** @description Who. */
            by: components["schemas"]["StaffPerson"];
            /**
             * Format: int64
             * @description With how many people.
             */
            contacts: number;
            /** @description Which. */
            id: components["schemas"]["EntryId"];
            /**
             * Format: int64
             * @description How long.
             */
            minutes: number;
            /**
             * Format: date
             * @description On which day.
             */
            on: string;
            /** @description Where. */
            site: string;
        };
        /** @description An outreach link, with what came of it. */
        OutreachLink: {
            /**
             * Format: int64
             * @description How many of them somebody talked with.
             */
            chats: number;
            /** @description Its eight letters. */
            code: string;
            /**
             * Format: date-time
             * @description Since when it counts no more; null while it does.
             */
            disabled_at?: string | null;
            /** @description Whose pages may frame `/embed`. */
            embed_origins: string[];
            /** @description Which. */
            id: components["schemas"]["LinkId"];
            /** @description What it is told apart by. */
            label: string;
            /**
             * Format: date-time
             * @description When.
             */
            made_at: string;
            /** @description Who made it. */
            made_by: components["schemas"]["StaffPerson"];
            /**
             * Format: int64
             * @description How many of them were referred on. There are no referrals yet: 0.
             */
            referrals: number;
            /** @description Where it is put up. */
            site: string;
            /** @description What is put up. */
            url: string;
            /**
             * Format: int64
             * @description How many began to wait who came by it.
             */
            visits: number;
        };
        /** @description Outreach links. */
        OutreachLinks: {
            items: components["schemas"]["OutreachLink"][];
        };
        /** @description A page of the outreach log. */
        OutreachLog: {
            items: components["schemas"]["OutreachEntry"][];
            /** @description For the next page; null on the last. */
            next?: string | null;
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
        /** @description What a browser subscribes with. */
        PushKey: {
            /** @description An uncompressed point of P-256, in base64url: `applicationServerKey`. */
            public_key: string;
        };
        /** @description The browser's own keys, in base64url. */
        PushSubscriptionKeys: {
            auth: string;
            p256dh: string;
        };
        /** @description A subscription that was made. */
        PushSubscriptionView: {
            /** @description Which. */
            id: components["schemas"]["SubscriptionId"];
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
        /** @description A reading. */
        ReadingView: {
            /** @description Who read. */
            account: components["schemas"]["StaffPerson"];
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            conversation?: components["schemas"]["ConversationId"] | null;
            /** @description What kind of thing: `conversation`, `note`. */
            kind: string;
            /** @description Four digits that tell two visitors apart. */
            label?: string | null;
            /** @description Why, in one of our own words: `observed`, `exported`, `history after close`. */
            reason: string;
        };
        /** @description A page of the read ledger. */
        Readings: {
            items: components["schemas"]["ReadingView"][];
            /** @description For the next page; null on the last. */
            next?: string | null;
        };
        /** @description A reason, in its group. */
        ReasonCode: {
            /** @description As it is stored and sent. */
            code: string;
            /** @description What it belongs to. */
            group: components["schemas"]["Text2"];
            /** @description What it is called. */
            label: components["schemas"]["Text2"];
        };
        /** @description What somebody writes down; [`Record::checked`] says whether it may stand. */
        Record: {
            /** @description What was done. */
            action_taken: string;
            /** @description How old she is. */
            age_band?: string | null;
            /** @description Where she is. */
            district?: string | null;
            /** @description What came of it. */
            outcome?: string | null;
            /** @description Why she came. */
            reasons?: string[];
        };
        /** @description All codes, in the order in which they are shown. */
        RecordCodes: {
            /** @description What was done. */
            actions: components["schemas"]["Code"][];
            /** @description How old she is. */
            age_bands: components["schemas"]["Code"][];
            /** @description Where she is. */
            districts: components["schemas"]["Code"][];
            /** @description What came of it. */
            outcomes: components["schemas"]["Code"][];
            /** @description Why she came. */
            reasons: components["schemas"]["ReasonCode"][];
        };
        /** @description A contact record. */
        RecordView: {
            /** @description What was done. */
            action_taken: string;
            /** @description How old she is. */
            age_band?: string | null;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Who wrote it last. */
            by: components["schemas"]["StaffPerson"];
            /** @description Where she is. */
            district?: string | null;
            /** @description What came of it. */
            outcome?: string | null;
            /** @description Why she came, in the order of the codes. */
            reasons: string[];
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
        /** @description What a look came to. */
        Review: {
            /** @description At most 1,000 characters. */
            note?: string | null;
            /** @description `fine`, `talk` or `serious`. */
            outcome: components["schemas"]["Outcome"];
        };
        /** @description A conversation's class, and how it came to be. */
        RiskView: {
            /** @description The latest first. */
            items: components["schemas"]["ChangeView"][];
            /**
             * Format: int64
             * @description 0 to 4.
             */
            risk: number;
        };
        /** @enum {string} */
        Role: "counsellor" | "supervisor" | "professional" | "operator" | "verifier" | "case_officer" | "monitor" | "council" | "admin";
        /**
         * @description What she answered to "are you safe now?".
         * @enum {string}
         */
        SafeNow: "yes" | "no" | "unsure";
        /**
         * @description Whether she is safer than before.
         * @enum {string}
         */
        Safer: "yes" | "same" | "no";
        /** @description Whether they were safer than before. */
        SaferCounts: {
            /**
             * Format: int64
             * @description No.
             */
            no?: number | null;
            /**
             * Format: int64
             * @description As before.
             */
            same?: number | null;
            /**
             * Format: int64
             * @description Yes.
             */
            yes?: number | null;
        };
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
             * Format: date-time
             * @description Since when.
             */
            at: string;
            /** @description What was written; only after `welcome`. */
            body?: string | null;
            /** @description Where. */
            channel: components["schemas"]["ChannelId"];
            /**
             * Format: date-time
             * @description When it goes out without anybody having looked; null: never by itself.
             */
            expires_at?: string | null;
            /** @description The client's own id for it. */
            id: components["schemas"]["MessageId"];
            /** @description Why it waits. */
            reason: components["schemas"]["HeldReason"];
            /**
             * Format: double
             * @description The client's number.
             */
            ref?: number | null;
            /** @enum {string} */
            type: "held";
        } | {
            /** @description Where. */
            channel: components["schemas"]["ChannelId"];
            /** @description The client's own id for it. */
            id: components["schemas"]["MessageId"];
            /** @description A word from whoever decided. */
            note?: string | null;
            /** @description What became of it. */
            outcome: components["schemas"]["HeldOutcome"];
            /**
             * Format: double
             * @description The client's number, when it answers a `send` that was repeated.
             */
            ref?: number | null;
            /** @enum {string} */
            type: "held_done";
        } | {
            /**
             * Format: date-time
             * @description Since when.
             */
            at: string;
            /** @description Who wrote it. */
            author: components["schemas"]["Author"];
            /** @description Where. */
            channel: components["schemas"]["ChannelId"];
            /** @description Its id. */
            id: components["schemas"]["MessageId"];
            /** @enum {string} */
            type: "withheld";
        } | (components["schemas"]["AlertNews"] & {
            /** @enum {string} */
            type: "alert";
        }) | {
            /**
             * Format: uuid
             * @description Which.
             */
            alert: string;
            /** @description By whom; null when it went by itself. */
            by?: string | null;
            /** @enum {string} */
            type: "alert_gone";
        } | {
            /** @description As `GET /api/v1/wallboard` has it. */
            board: Record<string, never>;
            /**
             * Format: double
             * @description The client's number.
             */
            ref?: number | null;
            /** @enum {string} */
            type: "wallboard";
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
        /** @description A class to be set. */
        SetRisk: {
            /**
             * Format: int64
             * @description The class that she saw and decided on: when it is another one by now, nothing is changed (409). Left out, it is
             *     not looked at.
             */
            from?: number | null;
            /** @description Why; needed to lower it. At most 1,000 characters. */
            note?: string | null;
            /**
             * Format: int64
             * @description 0 to 4.
             */
            risk: number;
        };
        /** @description How much is to wait. */
        SetTrust: {
            /** @description `none`, `flagged`, `first` or `all`. */
            trust: components["schemas"]["Trust"];
        };
        /** @description A sign-in. */
        SignIn: {
            /** @description Six digits of the authenticator, or a recovery code. */
            code?: string | null;
            email: string;
            password: string;
        };
        /** @description Somebody of the staff. */
        StaffPerson: {
            /** @description Her account. */
            id: components["schemas"]["AccountId"];
            /** @description Her name. */
            name: string;
        };
        /** @description Whether somebody listens. */
        Status: {
            /** @description Whether a visit has to bring the answer to a challenge now. */
            challenge: boolean;
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
        /**
         * Format: uuid
         * @description Identifies a push subscription.
         */
        SubscriptionId: string;
        /** @description What was answered, by month and language. */
        Survey: {
            items: components["schemas"]["SurveyMonth"][];
        };
        /** @description What was answered in a month in a language. Null: under five, or what would let such a number be computed. */
        SurveyMonth: {
            /**
             * Format: int64
             * @description How many answered, whichever of the questions.
             */
            answered?: number | null;
            /** @description Whether the talk helped. */
            helped: components["schemas"]["HelpedCounts"];
            /** @description `ko` or `en`. */
            language: string;
            /** @description In Seoul: `2026-11`. */
            month: string;
            /** @description Whether they were safer than before. */
            safer: components["schemas"]["SaferCounts"];
        };
        /** @description A short text of ours in Korean and in English. */
        Text2: {
            /** @description In English. */
            en: string;
            /** @description In Korean. */
            ko: string;
        };
        /** @description Where a conversation goes. */
        Transfer: {
            /** @description For whoever takes it, kept with the conversation, at most 4,000 characters. */
            note?: string | null;
            /** @description `line`, or the id of a colleague. */
            to: string;
        };
        /**
         * @description How much waits.
         * @enum {string}
         */
        Trust: "none" | "flagged" | "first" | "all";
        /** @description A counsellor, and how much of what she writes waits. */
        TrustView: {
            /** @description Her account. */
            id: components["schemas"]["AccountId"];
            /** @description Her name. */
            name: string;
            /** @description `none`, `flagged`, `first` or `all`. */
            trust: components["schemas"]["Trust"];
        };
        /**
         * @description Why somebody is owed a talk.
         * @enum {string}
         */
        Why: "heavy" | "panic";
        /** @description What came of her wish. */
        Wish: {
            /** @description So many conversations can be read by nobody from now on. */
            erased: number;
            /** @description So many the law keeps for now; they are erased when it no longer does. */
            held: number;
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
    get_alerts: {
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
                    "application/json": components["schemas"]["Alerts"];
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
    post_alerts_id_answer: {
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
                    "application/json": components["schemas"]["AlertView"];
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
    get_blocks: {
        parameters: {
            query?: {
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
                    "application/json": components["schemas"]["Blocks"];
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
    post_blocks_id_approve: {
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
                    "application/json": components["schemas"]["Block"];
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
    post_blocks_id_lift: {
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
                "application/json": components["schemas"]["LiftBlock"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Block"];
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
    get_challenge: {
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
                    "application/json": components["schemas"]["Challenge"];
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
    post_conversations_id_block: {
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
                "application/json": components["schemas"]["NewBlock"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Block"];
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
    get_conversations_id_export: {
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
                    "application/json": components["schemas"]["Export"];
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
    post_conversations_id_flags: {
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
                "application/json": components["schemas"]["NewFlag"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagView"];
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
    post_conversations_id_hide: {
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
    post_conversations_id_join: {
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
    post_conversations_id_legal_hold: {
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
                "application/json": components["schemas"]["HoldReason"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LegalHoldView"];
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
    post_conversations_id_panic: {
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
    get_conversations_id_record: {
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
                    "application/json": components["schemas"]["RecordView"];
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
    put_conversations_id_record: {
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
                "application/json": components["schemas"]["Record"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordView"];
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
    get_conversations_id_risk: {
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
                    "application/json": components["schemas"]["RiskView"];
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
    post_conversations_id_risk: {
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
                "application/json": components["schemas"]["SetRisk"];
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
    post_conversations_id_step_out: {
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
    get_counsellors: {
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
                    "application/json": components["schemas"]["Counsellors"];
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
    put_counsellors_id_trust: {
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
                "application/json": components["schemas"]["SetTrust"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrustView"];
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
    get_debriefs: {
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
                    "application/json": components["schemas"]["Debriefs"];
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
    post_debriefs_id_done: {
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
                    "application/json": components["schemas"]["DebriefView"];
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
    post_desk_break: {
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
    delete_desk_break: {
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
    get_flags: {
        parameters: {
            query?: {
                /** @description `open` (if left out) or `done` */
                state?: components["schemas"]["FlagState"];
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
                    "application/json": components["schemas"]["FlagPage"];
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
    post_flags_id_review: {
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
                "application/json": components["schemas"]["Review"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagView"];
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
    get_held: {
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
                    "application/json": components["schemas"]["HeldList"];
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
    post_held_id_decide: {
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
                "application/json": components["schemas"]["Decide"];
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
    get_insights_survey: {
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
                    "application/json": components["schemas"]["Survey"];
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
    get_legal_holds: {
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
                    "application/json": components["schemas"]["LegalHolds"];
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
    post_legal_holds_id_confirm: {
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
                    "application/json": components["schemas"]["LegalHoldView"];
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
    post_legal_holds_id_confirm_lift: {
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
                    "application/json": components["schemas"]["LegalHoldView"];
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
    post_legal_holds_id_lift: {
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
                "application/json": components["schemas"]["HoldReason"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LegalHoldView"];
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
    get_letters: {
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
                    "application/json": components["schemas"]["Letters"];
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
    post_letters_id_answered: {
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
    post_letters_id_open: {
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
    get_outreach_links: {
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
                    "application/json": components["schemas"]["OutreachLinks"];
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
    post_outreach_links: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOutreachLink"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutreachLink"];
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
    post_outreach_links_id_disable: {
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
                    "application/json": components["schemas"]["OutreachLink"];
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
    get_outreach_links_id_qr: {
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
                    "image/svg+xml": string;
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
    get_outreach_log: {
        parameters: {
            query?: {
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
                    "application/json": components["schemas"]["OutreachLog"];
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
    post_outreach_log: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOutreachEntry"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutreachEntry"];
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
    delete_outreach_log_id: {
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
    get_push_key: {
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
                    "application/json": components["schemas"]["PushKey"];
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
    post_push_subscriptions: {
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
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushSubscriptionView"];
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
            /** @description she has ten browsers already */
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
    delete_push_subscriptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndedPushSubscription"];
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
    get_readings: {
        parameters: {
            query?: {
                /** @description only of this one */
                conversation?: string;
                /** @description only by her */
                account?: string;
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
                    "application/json": components["schemas"]["Readings"];
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
    get_record_codes: {
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
                    "application/json": components["schemas"]["RecordCodes"];
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
    post_visits_erase: {
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
                    "application/json": components["schemas"]["Wish"];
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
    post_visits_later: {
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
    post_visits_survey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Answers"];
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
    get_wallboard: {
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
                    "application/json": components["schemas"]["Board"];
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
}
