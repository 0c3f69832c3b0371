// Made of the document of the API by npm run client: nobody edits it.
export interface paths {
    "/v1/leads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List leads
         * @description The filters add up. A lead that the key may not see is not on any page.
         *
         *     **Scopes:** `admin`, `read`, `integration`, `intake`, `rep`, `manager`
         */
        get: operations["listLeads"];
        put?: never;
        /**
         * Take in a lead
         * @description It is recorded, routed and promised in one step: the answer says who owns it and which clocks run. A `source` and an `externalId` are one lead: sent again, nothing changes and nothing starts twice.
         *
         *     **Scopes:** `admin`, `intake`, `integration`
         */
        post: operations["createLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/dispositions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the closings of many leads
         * @description Newest first. A rep sees their own, a manager those of their people too.
         *
         *     **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["listDispositionBulks"];
        put?: never;
        /**
         * Close many leads with one reason
         * @description Up to 1,000, by their ids or by a filter, such as those that nobody has touched for a month; with `all` however many the filter finds, by a job. Each owner is told once of all of theirs. `dryRun` says what would be done and changes nothing: of the first 1,000 each lead, and of all that the filter finds how many they are, and what. What was done can be undone for 15 minutes from its end.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["disposeLeads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take in up to 1,000 leads
         * @description Each is taken or refused by itself, as `POST /v1/leads` would, in their order.
         *
         *     **Scopes:** `admin`, `intake`, `integration`
         */
        post: operations["createLeads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a lead
         * @description **Scopes:** `admin`, `read`, `integration`, `intake`, `rep`, `manager`
         */
        get: operations["getLead"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update a lead
         * @description What is given replaces, null takes away, all else stays (RFC 7396). Nobody else gets the lead by it, unless `reroute` says so. Promises that count while the person may be contacted follow what is known of that now, and a step that they no longer want is left out.
         *
         *     **Scopes:** `admin`, `intake`, `integration`, `rep`, `manager`
         */
        patch: operations["updateLead"];
        trace?: never;
    };
    "/v1/leads/dispositions/{bulkId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a closing of many leads
         * @description Who closed what, when and why, how far it is, until when it can be undone, and whether it was. To a rep those of others are 404, but for those of their people to a manager.
         *
         *     **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["getDispositionBulk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what happened to a lead
         * @description Everything that was recorded of it, oldest first, each with one plain sentence.
         *
         *     **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["getLeadTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{id}/touches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the touches of a lead
         * @description Every contact attempt with its note, its length, who made and who reported it, in the order in which they happened. A page of long notes ends early.
         *
         *     **Scopes:** `admin`, `read`, `integration`, `intake`, `rep`, `manager`
         */
        get: operations["listTouches"];
        put?: never;
        /**
         * Report a touch
         * @description A contact attempt, by whoever made it. One that counts stops the clocks that wait for it; one that happened in time but is reported late corrects a breach. On a closed lead it is recorded and changes nothing else, but an inbound one reopens a lead that is nurturing, recycled or lost, unless the reason of its loss says that it does not (`reopens`).
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["createTouch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{id}/routing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read who had a lead, and why
         * @description Each decision is kept with its trace as it was made at the time: how every rule came out, who was eligible and who was not, and the numbers that were compared.
         *
         *     **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["getLeadRouting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{id}/reassign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a lead
         * @description To a rep, or to whoever of a pool is next. The new owner has clocks of their own.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["reassignLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{id}/disposition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a lead with a reason
         * @description Every running clock is cancelled. What is nurtured comes back on its day, what is recycled after its time.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["disposeLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reopen a lead
         * @description It begins a new cycle with clocks of its own; the disposition is taken back.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["reopenLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{id}/milestones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report a milestone
         * @description `won` closes the lead.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["createMilestone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause the clocks of a lead
         * @description What its owner owes stands still until then; the company’s own promise (`leadResponse`) runs on, and so does what follows a miss that there was before. A lead that is paused already gets the new end and the new reason. A rep may do so as long and as often as the policy’s `pauses` say.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["pauseLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the pause of a lead
         * @description Its clocks go on with the time that they had left. The body may be left out.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["resumeLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that its owner knows of a lead
         * @description Should its owner miss the first touch, the lead moves so much later as the policy’s `firstTouch.acknowledge` says. A miss is a miss all the same. Once for each owner. The body may be left out.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["acknowledgeLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{id}/pauses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read when clocks of a lead stood still
         * @description Every pause, by hand and by the policy’s condition, with who made it and why.
         *
         *     **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["listPauses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/dispositions/{bulkId}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo a closing of many leads
         * @description Within 15 minutes of its end: leads that are still closed by it are open again, as a new cycle, with whoever had them. More than 1,000 are opened by a job, and while it runs that job is the answer. Asked again, it finds nothing more to do. To a rep closings of others are 404, but for those of their people to a manager. The body may be left out.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["undoDispositions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{id}/disposition/correct": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Correct a disposition
         * @description Within a day of the closing: the lead is closed with another reason, both are kept, and the channel is told of the last. After that it has to be reopened, which takes the disposition back.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["correctDisposition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{id}/touches/{touchId}/void": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a touch back
         * @description It was none: reported of the wrong lead, or never made. What it kept is promised again, with the `grace` of the policy, and what it began ends; what has been enforced meanwhile is not undone. Of a lead that is closed, and of an earlier cycle, it is only marked. Taken back again, it stays as it was taken back first.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["voidTouch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{id}/milestones/{milestoneId}/reverse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reverse a milestone
         * @description It was none, or is none any more: an order that was cancelled. A lead that was won by it is open again as a new cycle, as if somebody had reopened it; with a `disposition` it is closed with that instead. Reversed again, it stays as it was reversed first.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["reverseMilestone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leads/{id}/milestones/{milestoneId}/value": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say what a milestone is worth
         * @description Also of a lead that is closed: an order turns out larger, or smaller.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        put: operations["revalueMilestone"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/milestones/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report up to 1,000 milestones
         * @description For whatever synchronises a CRM. Each is recorded or refused by itself, as `POST /v1/leads/{id}/milestones` would; several of one lead in the order in which they happened. A lead is named by exactly one of `leadId`, `leadExternalId` with `source`, `email` and `phone`.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["createMilestones"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dispositions/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close up to 1,000 leads, each with a reason of its own
         * @description For whatever synchronises a CRM. Each is made or refused by itself, as `POST /v1/leads/{id}/disposition` would. A lead is named by exactly one of `leadId`, `leadExternalId` with `source`, `email` and `phone`. Many leads with one reason: `POST /v1/leads/dispositions`, which can be undone.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["createDispositions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/touches/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report up to 1,000 touches
         * @description For whatever synchronises a dialler or a mail system. Each is recorded or refused by itself, as `POST /v1/leads/{id}/touches` would; several of one lead in the order in which they happened. A lead is named by exactly one of `leadId`, `leadExternalId` with `source`, `email` and `phone`.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["createTouches"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reps/{id}/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the inbox of a rep
         * @description Open leads, most urgent first, each with its running clocks and the seconds left.
         *
         *     **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["getInbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reps/{id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listen to the inbox of a rep
         * @description Server-sent events, each with JSON as its `data`. `reset {}`: forget what you show, and the last `id` but for its own; all of it follows (so it begins, unless it goes on from an `id` that is not far behind; notifications from before are read where they are listed). `inbox.put { row, seq }`: a lead that is in the inbox, whole, as the inbox has it; it replaces what you have of it, unless that has a higher `seq`. `inbox.gone { leadId, seq }`: it is no longer there. `notification`: what the rep is told, as their list has it. `beat { serverTime }`, every 15 seconds. Whoever comes back with the last `id`, as `Last-Event-ID` or `after`, misses nothing, and may be sent something twice. A listener that takes nothing for 15 seconds is cut off, and so is one whose key ends.
         *
         *     **Scopes:** `admin`, `read`, `rep`, `manager`
         */
        get: operations["streamInbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reps/{id}/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what a rep was told
         * @description Newest first.
         *
         *     **Scopes:** `admin`, `read`, `rep`, `manager`
         */
        get: operations["listNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/teams/{id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listen to the inboxes of a team
         * @description Those of all reps in the team and below them, as far as the key may see them; `notification` is what the manager is told whose key it is. Server-sent events, each with JSON as its `data`. `reset {}`: forget what you show, and the last `id` but for its own; all of it follows (so it begins, unless it goes on from an `id` that is not far behind; notifications from before are read where they are listed). `inbox.put { row, seq }`: a lead that is in the inbox, whole, as the inbox has it; it replaces what you have of it, unless that has a higher `seq`. `inbox.gone { leadId, seq }`: it is no longer there. `notification`: what the rep is told, as their list has it. `beat { serverTime }`, every 15 seconds. Whoever comes back with the last `id`, as `Last-Event-ID` or `after`, misses nothing, and may be sent something twice. A listener that takes nothing for 15 seconds is cut off, and so is one whose key ends.
         *
         *     **Scopes:** `admin`, `read`, `manager`
         */
        get: operations["streamTeam"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notifications/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark a notification as read
         * @description Once read it stays so: marked again, it keeps the first moment. The body may be left out.
         *
         *     **Scopes:** `admin`, `rep`, `manager`
         */
        post: operations["readNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dispositions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export what became of leads
         * @description `Accept` says in which form. As JSON it comes in pages, and `nextCursor` goes on where the last page ended, also days later; as `text/csv` (RFC 4180 with a header row; formulas are neutralised by a leading `'`) or `application/x-ndjson` all rows are streamed.
         *
         *     **Scopes:** `admin`, `read`, `feedback`
         */
        get: operations["exportDispositions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List accounts
         * @description In the order in which they were made. A rep sees those they look after or have a deal with, a manager also those of their reps.
         *
         *     **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["listAccounts"];
        put?: never;
        /**
         * Make an account
         * @description Of each domain, and of each id in another system, there is one account.
         *
         *     **Scopes:** `admin`, `integration`
         */
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an account
         * @description **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an account
         * @description What is given replaces, null takes away, all else stays (RFC 7396).
         *
         *     **Scopes:** `admin`, `integration`
         */
        patch: operations["updateAccount"];
        trace?: never;
    };
    "/v1/accounts/by-ref/{system}/{ref}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Make or change an account by its id elsewhere
         * @description For programs, which need not know its id here: made where none has that id in that system, else changed. What is given replaces, null takes away, all else stays.
         *
         *     **Scopes:** `admin`, `integration`
         */
        put: operations["putAccountByRef"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deals
         * @description In the order in which they were made. The filters add up. A rep sees their own, a manager also those of their reps.
         *
         *     **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["listDeals"];
        put?: never;
        /**
         * Make a deal
         * @description A lead whose milestone `opportunity` is reported gets one by itself. With an `externalId` it is one deal, however often it is sent.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["createDeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a deal
         * @description **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["getDeal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a deal
         * @description What is given replaces, null takes away, all else stays (RFC 7396). Also of one that is won or lost.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        patch: operations["updateDeal"];
        trace?: never;
    };
    "/v1/deals/{id}/win": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Win a deal
         * @description Its lead, where that is open, is won with it: its channel is told what the deal is worth.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["winDeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deals/{id}/lose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lose a deal
         * @description Its lead stays as it is: whoever has that decides what becomes of it.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["loseDeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deals/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a deal again
         * @description It was told too early that it is won or lost, or it is asked for again. Its lead stays as it is.
         *
         *     **Scopes:** `admin`, `integration`, `rep`, `manager`
         */
        post: operations["reopenDeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deals/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what happened to a deal
         * @description Everything that was recorded of it, oldest first, each with one plain sentence.
         *
         *     **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["getDealTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deals/by-ref/{system}/{ref}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Make or change a deal by its id elsewhere
         * @description For a CRM, which need not know its id here: made where none has that id in that system, else changed. What is given replaces, null takes away, all else stays; `stage` says how it stands there. With a `leadId` it is the open deal of that lead, where that has no id in that system yet.
         *
         *     **Scopes:** `admin`, `integration`
         */
        put: operations["putDealByRef"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List reps
         * @description Those whom the key may see, oldest first.
         *
         *     **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["listReps"];
        put?: never;
        /**
         * Create a rep
         * @description **Scopes:** `admin`
         */
        post: operations["createRep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reps/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Create or replace up to 1,000 reps
         * @description Each is found by `ref`, else by the e-mail address, and taken or refused by itself.
         *
         *     **Scopes:** `admin`
         */
        put: operations["putReps"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reps/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a rep
         * @description **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["getRep"];
        /**
         * Replace a rep
         * @description Takes what was read, changed: `id` and `version` may stand in it, and where the version is no longer the present one nothing is done (412). What is left out gets its default; what follows from the rest is ignored. Of somebody who is set inactive the keys are revoked, and their open leads go where `openLeads` says.
         *
         *     **Scopes:** `admin`
         */
        put: operations["replaceRep"];
        post?: never;
        /**
         * Delete a rep
         * @description What is still used is not deleted: the problem names the users.
         *
         *     **Scopes:** `admin`
         */
        delete: operations["deleteRep"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reps/{id}/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say whether a rep takes new leads
         * @description Clocks that run go on.
         *
         *     **Scopes:** `admin`, `rep`, `manager`
         */
        put: operations["setAvailability"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reps/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a rep
         * @description **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["listRepVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reps/{id}/absences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the absences of a rep
         * @description In the order in which they begin.
         *
         *     **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["listAbsences"];
        put?: never;
        /**
         * Enter an absence of a rep
         * @description Nobody gets new leads while they are absent. One that has begun already takes effect at once. A rep has at most 500 that are to come or ended within 400 days.
         *
         *     **Scopes:** `admin`, `rep`, `manager`
         */
        post: operations["createAbsence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reps/{id}/notification-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask how a rep is told of what happens
         * @description **Scopes:** `admin`, `read`, `rep`, `manager`
         */
        get: operations["getNotificationSettings"];
        /**
         * Say how a rep is told of what happens
         * @description Takes what was read, changed: `id` and `version` may stand in it, and where the version is no longer the present one nothing is done (412). What is left out gets its default; what follows from the rest is ignored.
         *
         *     **Scopes:** `admin`, `rep`, `manager`
         */
        put: operations["replaceNotificationSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reps/by-ref/{system}/{ref}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a rep by another system’s id
         * @description Both parts as the other system has them, percent-encoded: a colon needs none, a slash is `%2F`.
         *
         *     **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["getRepByRef"];
        /**
         * Create or replace a rep by another system’s id
         * @description Without `refs`, the ids in other systems stay as they are.
         *
         *     **Scopes:** `admin`
         */
        put: operations["putRepByRef"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reps/{id}/absences/{absenceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an absence
         * @description **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["getAbsence"];
        put?: never;
        post?: never;
        /**
         * Delete an absence
         * @description One that lasts is over.
         *
         *     **Scopes:** `admin`, `rep`, `manager`
         */
        delete: operations["deleteAbsence"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List teams
         * @description Oldest first.
         *
         *     **Scopes:** `admin`, `read`
         */
        get: operations["listTeams"];
        put?: never;
        /**
         * Create a team
         * @description **Scopes:** `admin`
         */
        post: operations["createTeam"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/teams/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a team
         * @description **Scopes:** `admin`, `read`
         */
        get: operations["getTeam"];
        /**
         * Replace a team
         * @description Takes what was read, changed: `id` and `version` may stand in it, and where the version is no longer the present one nothing is done (412). What is left out gets its default; what follows from the rest is ignored.
         *
         *     **Scopes:** `admin`
         */
        put: operations["replaceTeam"];
        post?: never;
        /**
         * Delete a team
         * @description What is still used is not deleted: the problem names the users.
         *
         *     **Scopes:** `admin`
         */
        delete: operations["deleteTeam"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/teams/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a team
         * @description **Scopes:** `admin`, `read`
         */
        get: operations["listTeamVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/routing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the routing rules
         * @description There are none at first: every lead waits in the queue.
         *
         *     **Scopes:** `admin`, `read`
         */
        get: operations["getRouting"];
        /**
         * Replace the routing rules
         * @description The first rule that matches a lead wins; `{}` matches every lead. Leads that wait are dealt by the new rules at once.
         *
         *     **Scopes:** `admin`
         */
        put: operations["replaceRouting"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/routing/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of the routing rules
         * @description **Scopes:** `admin`, `read`
         */
        get: operations["listRoutingVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/routing/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try who would get a lead
         * @description Decided by what decides in earnest, with the saved rules or with a draft; nothing is saved.
         *
         *     **Scopes:** `admin`, `read`, `integration`
         */
        post: operations["previewRouting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/routing/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List leads that wait for somebody
         * @description Oldest first, each with the reason in plain words.
         *
         *     **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["listWaitingLeads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List pools
         * @description Oldest first.
         *
         *     **Scopes:** `admin`, `read`
         */
        get: operations["listPools"];
        put?: never;
        /**
         * Create a pool
         * @description **Scopes:** `admin`
         */
        post: operations["createPool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pools/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a pool
         * @description **Scopes:** `admin`, `read`
         */
        get: operations["getPool"];
        /**
         * Replace a pool
         * @description Takes what was read, changed: `id` and `version` may stand in it, and where the version is no longer the present one nothing is done (412). What is left out gets its default; what follows from the rest is ignored.
         *
         *     **Scopes:** `admin`
         */
        put: operations["replacePool"];
        post?: never;
        /**
         * Delete a pool
         * @description What is still used is not deleted: the problem names the users.
         *
         *     **Scopes:** `admin`
         */
        delete: operations["deletePool"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pools/{id}/fairness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how fairly a pool has dealt
         * @description For each member what was due by weight, what was got, and every turn missed with its reason.
         *
         *     **Scopes:** `admin`, `read`
         */
        get: operations["getPoolFairness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pools/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a pool
         * @description **Scopes:** `admin`, `read`
         */
        get: operations["listPoolVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sla-policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List SLA policies
         * @description In the order in which they are asked.
         *
         *     **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["listSlaPolicies"];
        put?: never;
        /**
         * Create an SLA policy
         * @description **Scopes:** `admin`
         */
        post: operations["createSlaPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sla-policies/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Order the SLA policies
         * @description A lead gets the first policy that matches. All ids have to be given, each once.
         *
         *     **Scopes:** `admin`
         */
        put: operations["orderSlaPolicies"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sla-policies/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try an SLA policy
         * @description Plays what would become of a lead, by the very functions that enforce, and tells every instant at which something would happen: what, to whom and why. Nothing is saved. The lead is an imaginary one, `lead`, that comes in `at` an instant, or a real one, `leadId`, that goes on from how it is now: under its own policy, or from `at` on as if `policy` replaced that with `applyTo: "open"`. Nobody does anything but the `touches` that are assumed; what follows them is played too: steps of the cadence, decisions, `unreachable`, returns. It looks ahead at most 400 days and tells at most 500 instants; `cut` says where it stopped earlier than life does. Who would get the lead is decided as people stand now, but for their hours and absences, which are those of then. Not played: what other leads make of people meanwhile, the storm breaker, holds that begin later, and that leads are taken from whoever goes away; `caveats` say it where it matters.
         *
         *     **Scopes:** `admin`, `read`
         */
        post: operations["previewSlaPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sla-policies/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try SLA policies on leads of the past
         * @description A job (`GET /v1/jobs/{id}`) that plays a draft over what really happened to the leads that came in within a span of at most 400 days, by the very functions that enforce, and says what would have been met, warned of, missed and moved, beside what was. Several drafts are one set, in the place of the saved ones: a lead gets the first that matches. Each lead is played through all of its cycles, as it is described now, by the hours and absences that are known now, with its touches, those that were taken back until they were, acknowledgements, pauses and closings. Its owners are those who really had it, and it comes back when it really did: a move that there was none of is counted, and the lead stays where it was; one that `unreachable` would have closed is counted as closed, and what really happened to it afterwards in that cycle is left out. Not played: holds, the storm breaker, undone moves, dispositions that were corrected and milestones that were reversed, and changes of policy, hours or lead meanwhile. Nothing is saved but the job.
         *
         *     **Scopes:** `admin`, `read`
         */
        post: operations["dryRunSlaPolicies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sla-policies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an SLA policy
         * @description **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["getSlaPolicy"];
        /**
         * Replace an SLA policy
         * @description Takes what was read, changed: `id` and `version` may stand in it, and where the version is no longer the present one nothing is done (412). What is left out gets its default; what follows from the rest is ignored.
         *
         *     **Scopes:** `admin`
         */
        put: operations["replaceSlaPolicy"];
        post?: never;
        /**
         * Delete an SLA policy
         * @description What is still used is not deleted: the problem names the users.
         *
         *     **Scopes:** `admin`
         */
        delete: operations["deleteSlaPolicy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sla-policies/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of an SLA policy
         * @description **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["listSlaPolicyVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calendars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List calendars
         * @description Oldest first.
         *
         *     **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["listCalendars"];
        put?: never;
        /**
         * Create a calendar
         * @description **Scopes:** `admin`
         */
        post: operations["createCalendar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calendars/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a calendar
         * @description Deadlines as instants, spans in working seconds and dates with their hours, for a calendar that need not exist; nothing is saved.
         *
         *     **Scopes:** `admin`, `read`
         */
        post: operations["previewCalendar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calendars/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a calendar
         * @description **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["getCalendar"];
        /**
         * Replace a calendar
         * @description Takes what was read, changed: `id` and `version` may stand in it, and where the version is no longer the present one nothing is done (412). What is left out gets its default; what follows from the rest is ignored.
         *
         *     **Scopes:** `admin`
         */
        put: operations["replaceCalendar"];
        post?: never;
        /**
         * Delete a calendar
         * @description What is still used is not deleted: the problem names the users.
         *
         *     **Scopes:** `admin`
         */
        delete: operations["deleteCalendar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calendars/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a saved calendar
         * @description Deadlines as instants, spans in working seconds and dates with their hours.
         *
         *     **Scopes:** `admin`, `read`
         */
        post: operations["previewSavedCalendar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calendars/{id}/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the days of a calendar
         * @description Each date with its hours and why it has them: which holidays a region closes, and which it leaves open because only some have them. Hours are local times, so a calendar whose zone is "owner" has them too.
         *
         *     **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["listCalendarDays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calendars/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a calendar
         * @description **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["listCalendarVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holiday-regions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the holiday regions
         * @description The countries, and parts of them, whose public holidays are known: each country before its parts.
         *
         *     **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["listHolidayRegions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disposition-reasons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List disposition reasons
         * @description In the order in which they are asked.
         *
         *     **Any key may.**
         */
        get: operations["listDispositionReasons"];
        put?: never;
        /**
         * Create a disposition reason
         * @description **Scopes:** `admin`
         */
        post: operations["createDispositionReason"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disposition-reasons/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a disposition reason
         * @description **Any key may.**
         */
        get: operations["getDispositionReason"];
        /**
         * Replace a disposition reason
         * @description Takes what was read, changed: `id` and `version` may stand in it, and where the version is no longer the present one nothing is done (412). What is left out gets its default; what follows from the rest is ignored.
         *
         *     **Scopes:** `admin`
         */
        put: operations["replaceDispositionReason"];
        post?: never;
        /**
         * Delete a disposition reason
         * @description What is still used is not deleted: the problem names the users.
         *
         *     **Scopes:** `admin`
         */
        delete: operations["deleteDispositionReason"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disposition-reasons/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a disposition reason
         * @description **Any key may.**
         */
        get: operations["listDispositionReasonVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List whom leads are not taken from
         * @description The newest first. With `email`, `phone` or `domain` those of one identifier alone: the list itself holds only their hashes.
         *
         *     **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["listSuppressions"];
        put?: never;
        /**
         * Take no more leads from somebody
         * @description Later leads with this address, number or domain are stored and closed at once, with the reason, without an owner, a clock or a notification. Open leads stay as they are.
         *
         *     **Scopes:** `admin`, `integration`
         */
        post: operations["createSuppression"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suppressions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take leads from somebody again
         * @description It stays in the list, lifted. Leads that were closed because of it stay closed until they are reopened: the answer says how many there are, and by what `GET /v1/leads` lists them. Lifted again, it stays as it is.
         *
         *     **Scopes:** `admin`, `integration`
         */
        delete: operations["deleteSuppression"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who was erased, without saying who
         * @description The newest first, without the ids of their leads.
         *
         *     **Scopes:** `admin`
         */
        get: operations["listErasures"];
        put?: never;
        /**
         * Erase a person
         * @description Whatever is known of the person is erased from all their leads, for good: names, addresses, numbers, messages, notes, click ids. That there were leads, and what became of them, is kept without it. A lead that is open is closed, one that would come back does not, and nothing happens to any of them any more. With `email` or `phone` all leads that have it, with `leadId` that one alone. Whoever is known by several is erased by each. A later lead of the same person is a lead like any other. Nobody known: a certificate that says so.
         *
         *     **Scopes:** `admin`
         */
        post: operations["erasePerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a certificate
         * @description As it was answered, with the ids of the leads.
         *
         *     **Scopes:** `admin`
         */
        get: operations["getErasure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subject-access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say all that is held of a person
         * @description All leads with the address or the number, each with everything that is kept about it, as one document that the person can be sent. It comes in pages of leads where there are many. What other people wrote about the person in leads of their own is not found.
         *
         *     **Scopes:** `admin`
         */
        get: operations["readAllOfPerson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feedback/destinations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List feedback destinations
         * @description Oldest first.
         *
         *     **Scopes:** `admin`, `read`, `feedback`
         */
        get: operations["listFeedbackDestinations"];
        put?: never;
        /**
         * Create a feedback destination
         * @description **Scopes:** `admin`
         */
        post: operations["createFeedbackDestination"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feedback/destinations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a feedback destination
         * @description **Scopes:** `admin`, `read`, `feedback`
         */
        get: operations["getFeedbackDestination"];
        /**
         * Replace a feedback destination
         * @description Takes what was read, changed: `id` and `version` may stand in it, and where the version is no longer the present one nothing is done (412). What is left out gets its default; what follows from the rest is ignored.
         *
         *     **Scopes:** `admin`
         */
        put: operations["replaceFeedbackDestination"];
        post?: never;
        /**
         * Delete a feedback destination
         * @description What is still used is not deleted: the problem names the users.
         *
         *     **Scopes:** `admin`
         */
        delete: operations["deleteFeedbackDestination"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feedback/destinations/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * See what a destination would be told of a lead
         * @description By the functions that tell, from the beginning of the lead on. Nothing is kept, and nothing is sent.
         *
         *     **Scopes:** `admin`, `read`, `feedback`
         */
        post: operations["previewFeedback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feedback/destinations/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try the account with one conversion of nobody
         * @description It is posted so that it counts nowhere, by the credentials of the destination: Google is asked to validate it alone, Meta and TikTok show it under `testEventCode`. Where there is no such mode, no code or no credentials, nothing is posted, and the request is ready to be posted by hand: then it counts, but for one that Google is to validate alone or that has a code. The body may be left out.
         *
         *     **Scopes:** `admin`
         */
        post: operations["testFeedback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feedback/destinations/{id}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a destination is doing
         * @description What was worked out in the mode `shadow` is not in it: it is among the items.
         *
         *     **Scopes:** `admin`, `read`, `feedback`
         */
        get: operations["getFeedbackHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feedback/destinations/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop handing out what a destination is told
         * @description What happens to leads is still planned, and what can be told for a time alone may expire. Said again, the newer reason stands; `stopped.at` stays.
         *
         *     **Scopes:** `admin`
         */
        post: operations["stopFeedback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feedback/destinations/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand out again what a destination is told
         * @description The body may be left out.
         *
         *     **Scopes:** `admin`
         */
        post: operations["resumeFeedback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feedback/destinations/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a feedback destination
         * @description **Scopes:** `admin`, `read`, `feedback`
         */
        get: operations["listFeedbackDestinationVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feedback/destinations/{id}/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fetch what a platform is to be told next
         * @description For 15 minutes nobody else gets it; then it is offered again, under the same keys. Post each body as it is to its target, and say what became of it. Everything is judged at this moment: what a person has denied since, or what the platform takes no longer, is not in it.
         *
         *     **Scopes:** `admin`, `feedback`
         */
        post: operations["leaseFeedbackBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feedback/destinations/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what a platform was, is and will be told
         * @description Newest first. What is `withheld` says why, and what is `pending` what it waits for.
         *
         *     **Scopes:** `admin`, `read`, `feedback`
         */
        get: operations["listFeedbackItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feedback/destinations/{id}/batches/{batchId}/ack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that a batch was posted
         * @description What was not named as failed was sent. What a code means on the platform is known: it is tried again, final, a success, or the account is broken, which stops the destination. The same said again is answered the same.
         *
         *     **Scopes:** `admin`, `feedback`
         */
        post: operations["acknowledgeFeedbackBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feedback/destinations/{id}/batches/{batchId}/outcome": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what the platform made of a batch later
         * @description Where a success of the request proves nothing (Google), the platform says later what it has accepted. Only that can be taken back or changed.
         *
         *     **Scopes:** `admin`, `feedback`
         */
        post: operations["concludeFeedbackBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enforcement/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the holds on enforcement
         * @description Those that are on, oldest first; with `ended=true` those that are over, newest first.
         *
         *     **Scopes:** `admin`, `read`
         */
        get: operations["listHolds"];
        put?: never;
        /**
         * Hold enforcement
         * @description For a bad day: the dialer is down, the office has no network. Until the hold ends, clocks run and misses are recorded, but no lead moves because of one, and nobody is warned, reminded or told. When it ends, leads that were touched meanwhile are left alone, and of the others what is due is done once. Leads are still taken in, dealt out, woken and handed over.
         *
         *     **Scopes:** `admin`
         */
        post: operations["createHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enforcement/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo moves by breach
         * @description Gives leads that moved because of a missed deadline in a span of time back to who had them, unless somebody has worked on them since; `why` says it of each that stays. Whoever gets one back has the whole time again, and the moves no longer count towards `maxReassignments`. Each person is told once of up to 500 leads, not of each. Asked again, it finds nothing more to do. At most 100,000 leads at once.
         *
         *     **Scopes:** `admin`
         */
        post: operations["undoMoves"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enforcement/holds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a hold
         * @description Also when it is over.
         *
         *     **Scopes:** `admin`, `read`
         */
        get: operations["getHold"];
        put?: never;
        post?: never;
        /**
         * End a hold
         * @description Enforcement goes on at once, also of what the storm breaker has stopped.
         *
         *     **Scopes:** `admin`
         */
        delete: operations["deleteHold"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the jobs
         * @description Newest first, without their results. A key without `read` sees those that it has asked for itself.
         *
         *     **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look how far a job is
         * @description With what came of it, once it is done. A key without `read` sees what it has asked for itself: others’ jobs are 404 to it.
         *
         *     **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        get: operations["getJob"];
        put?: never;
        post?: never;
        /**
         * Cancel a job
         * @description At once: leads that it has closed by then stay closed, and can be opened again as its `bulkId` says. One that is over stays as it is. The jobs of a key are cancelled when it is revoked. A key without `admin` cancels only what it has asked for itself: others’ jobs are 404 to it.
         *
         *     **Scopes:** `admin`, `read`, `integration`, `rep`, `manager`
         */
        delete: operations["cancelJob"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/speed-to-lead": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report how soon leads are answered
         * @description Of each source, rep, day and so on: how many leads, how many of them answered, how soon, and where the time went. Percentiles are values that occurred (nearest rank), with milliseconds. `from` and `to` bound the receipt of leads. What is reported was settled when it was decided, by the calendars, absences and teams of that time; it follows what happens by a second or so. With `by=rep` or `by=team`, and for the key of a rep or a manager, rows are about what owners did with leads while these were theirs; a rep sees their own, a manager those of their reps too. Test leads are left out. As `text/csv` each row is a line under a header, and the total the last.
         *
         *     **Scopes:** `admin`, `read`, `rep`, `manager`
         */
        get: operations["reportSpeedToLead"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/breaches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report how many promises were kept
         * @description Every promise with a deadline, by its kind: made, met, breached, corrected later. `from` and `to` bound the receipt of leads. What is reported was settled when it was decided, by the calendars, absences and teams of that time; it follows what happens by a second or so. With `by=rep` or `by=team`, and for the key of a rep or a manager, rows are about what owners did with leads while these were theirs; a rep sees their own, a manager those of their reps too. Test leads are left out. As `text/csv` each row is a line under a header, and the total the last.
         *
         *     **Scopes:** `admin`, `read`, `rep`, `manager`
         */
        get: operations["reportBreaches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/reassignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report how leads moved between owners
         * @description How often a lead went from one owner to another, and why. `from` and `to` bound the receipt of leads. What is reported was settled when it was decided, by the calendars, absences and teams of that time; it follows what happens by a second or so. With `by=rep` or `by=team`, and for the key of a rep or a manager, rows are about what owners did with leads while these were theirs; a rep sees their own, a manager those of their reps too. Test leads are left out. As `text/csv` each row is a line under a header, and the total the last.
         *
         *     **Scopes:** `admin`, `read`, `rep`, `manager`
         */
        get: operations["reportReassignments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/cadence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report what follow-up comes to
         * @description What became of each step of the cadences, and how many attempts it took to reach people. `from` and `to` bound the receipt of leads. What is reported was settled when it was decided, by the calendars, absences and teams of that time; it follows what happens by a second or so. With `by=rep` or `by=team`, and for the key of a rep or a manager, rows are about what owners did with leads while these were theirs; a rep sees their own, a manager those of their reps too. Test leads are left out. As `text/csv` each row is a line under a header, and the total the last.
         *
         *     **Scopes:** `admin`, `read`, `rep`, `manager`
         */
        get: operations["reportCadence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/ageing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report how old open leads are
         * @description Leads that are open now, by how long they have been and how far the work on them is; without `from` all of them. Owners, pools and teams are those of now. A rep sees their own leads, a manager those of their reps too, and whoever owns the queue what waits in it. As `text/csv` each row is a line under a header, and the total the last.
         *
         *     **Scopes:** `admin`, `read`, `rep`, `manager`
         */
        get: operations["reportAgeing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/dispositions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report with what reasons leads are closed
         * @description Of each source, reason, rep and so on: how many leads were closed with a reason, by whom, how many of them came back and were won after all, and what milestones were worth. A disposition that was corrected counts as its correction; one that was taken back is no closing any more, and counts as `reversed`. `from` and `to` bound the receipt of leads. What is reported was settled when it was decided, by the calendars, absences and teams of that time; it follows what happens by a second or so. Each lead counts under whoever had it last: when it was closed, or now; a rep sees the leads that are theirs by that, a manager those of their reps too. Test leads are left out. As `text/csv` each row is a line under a header, and the total the last.
         *
         *     **Scopes:** `admin`, `read`, `rep`, `manager`
         */
        get: operations["reportDispositions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the settings
         * @description **Scopes:** `admin`, `read`
         */
        get: operations["getSettings"];
        /**
         * Replace the settings
         * @description Replaces all of them: what is left out gets its default, whatever it was before. The default of `defaultCalendarId` is the present one, because there has to be one. To change one field, send back what was read with that field changed. Clocks that depend on the settings are planned anew.
         *
         *     **Scopes:** `admin`
         */
        put: operations["replaceSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of the settings
         * @description **Scopes:** `admin`, `read`
         */
        get: operations["listSettingsVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask what is missing
         * @description What has to be there before leads are served as promised, in plain words, the first step first; and what works, but hardly as it was meant.
         *
         *     **Scopes:** `admin`, `read`
         */
        get: operations["getSetup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the feed of events
         * @description Everything that happened, in the order in which it became final. Whoever goes on from `nextCursor` misses nothing and repeats nothing; at the end `data` is empty and `nextCursor` is where to go on. Of what is seldom a page may hold less than there is: a million events are gone through for one.
         *
         *     **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["readEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/schemas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what events hold, as JSON Schema
         * @description One schema (2020-12) that every event of the types asked for fits. `$defs` has that of each type under its name, and under `webhook` that of what webhooks are sent. A later version may add types, and fields to a type; it takes none away.
         *
         *     **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["getEventSchemas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listen to events as they happen
         * @description Server-sent events: the `id` of each is its cursor, its `event` the type, its `data` the event as the feed has it. Whoever comes back with `Last-Event-ID`, or `after`, misses nothing; without either it begins with what happens from now on. Every 15 seconds there is a `beat`. A beat has a cursor, too: who hears nothing else for days goes on from there. A listener that takes nothing for 15 seconds is cut off, and so is one whose key ends.
         *
         *     **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhooks
         * @description Oldest first.
         *
         *     **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Create a webhook
         * @description It is told of what happens from now on. Each request is signed with the secret that is answered only this once, as [Standard Webhooks](https://www.standardwebhooks.com) has it.
         *
         *     **Scopes:** `admin`
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a webhook
         * @description **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["getWebhook"];
        /**
         * Replace a webhook
         * @description Takes what was read, changed: `id` and `version` may stand in it, and where the version is no longer the present one nothing is done (412). What is left out gets its default; what follows from the rest is ignored.
         *
         *     **Scopes:** `admin`
         */
        put: operations["replaceWebhook"];
        post?: never;
        /**
         * Delete a webhook
         * @description What is still used is not deleted: the problem names the users.
         *
         *     **Scopes:** `admin`
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a webhook another secret
         * @description For 24 hours requests are signed by both, so that the receiver can change in its own time. Rotated again within that time, the one before the former ends at once. The body may be left out.
         *
         *     **Scopes:** `admin`
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send nothing to a webhook
         * @description What happens meanwhile waits.
         *
         *     **Scopes:** `admin`
         */
        post: operations["pauseWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send to a webhook again
         * @description What has waited goes first. What is older than three days is tried once. The body may be left out.
         *
         *     **Scopes:** `admin`
         */
        post: operations["resumeWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the events of a time once more
         * @description Those that were delivered or given up, in their order, each under the `webhook-id` that it had. At most 50,000 at once.
         *
         *     **Scopes:** `admin`
         */
        post: operations["replayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a webhook
         * @description **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["listWebhookVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what is on its way to a webhook, or was
         * @description **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an event once more
         * @description Under the `webhook-id` that it had. One that still waits is sent at once, unless another about its subject is before it. The body may be left out.
         *
         *     **Scopes:** `admin`
         */
        post: operations["replayDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what is told to people and programs
         * @description What waits, what was delivered, and what was given up; those that ended 30 days ago are gone.
         *
         *     **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a delivery went
         * @description **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List channels
         * @description Oldest first.
         *
         *     **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["listChannels"];
        put?: never;
        /**
         * Create a channel
         * @description **Scopes:** `admin`
         */
        post: operations["createChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a channel
         * @description **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["getChannel"];
        /**
         * Replace a channel
         * @description Takes what was read, changed: `id` and `version` may stand in it, and where the version is no longer the present one nothing is done (412). What is left out gets its default; what follows from the rest is ignored.
         *
         *     **Scopes:** `admin`
         */
        put: operations["replaceChannel"];
        post?: never;
        /**
         * Delete a channel
         * @description What is still used is not deleted: the problem names the users.
         *
         *     **Scopes:** `admin`
         */
        delete: operations["deleteChannel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/channels/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a channel
         * @description **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["listChannelVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/handoff-kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List handoff kinds
         * @description Oldest first.
         *
         *     **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["listHandoffKinds"];
        put?: never;
        /**
         * Create a handoff kind
         * @description **Scopes:** `admin`
         */
        post: operations["createHandoffKind"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/handoff-kinds/ready-made": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List handoff kinds to begin with
         * @description For an agency, a consultancy and a company that sets up software: from sales to operations and finance when a deal is won, from operations to finance at delivery, from operations to sales before a renewal. Only the teams and the people are left to fill in; change the rest as you like.
         *
         *     **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["listReadyMadeHandoffKinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/handoff-kinds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a handoff kind
         * @description **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["getHandoffKind"];
        /**
         * Replace a handoff kind
         * @description Takes what was read, changed: `id` and `version` may stand in it, and where the version is no longer the present one nothing is done (412). What is left out gets its default; what follows from the rest is ignored.
         *
         *     **Scopes:** `admin`
         */
        put: operations["replaceHandoffKind"];
        post?: never;
        /**
         * Delete a handoff kind
         * @description What is still used is not deleted: the problem names the users.
         *
         *     **Scopes:** `admin`
         */
        delete: operations["deleteHandoffKind"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/handoff-kinds/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a handoff kind
         * @description **Scopes:** `admin`, `read`, `integration`
         */
        get: operations["listHandoffKindVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say who this key is
         * @description With the time of the server, for screens whose clocks differ.
         *
         *     **Any key may.**
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the API keys
         * @description Revoked ones too; never the keys themselves.
         *
         *     **Scopes:** `admin`
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Create an API key
         * @description The key itself is answered only this once.
         *
         *     **Scopes:** `admin`
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description From now on it opens nothing. Jobs that it has asked for stop before their next part, as if they had been cancelled.
         *
         *     **Scopes:** `admin`
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether the node is alive
         * @description For whatever starts it again.
         *
         *     **Needs no key.**
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether the node takes requests
         * @description For load balancers.
         *
         *     **Needs no key.**
         */
        get: operations["getReadiness"];
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
        /**
         * Read the metrics
         * @description Of this node, and of the work that waits, for Prometheus.
         *
         *     **Scopes:** `admin`, `read`
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look up a problem
         * @description The page to which the `type` of every problem points.
         *
         *     **Needs no key.**
         */
        get: operations["getProblems"];
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
        /** @description Time in which a rep is away. */
        Absence: {
            /**
             * Format: uuid
             * @description Of the absence.
             */
            id: string;
            /**
             * Format: uuid
             * @description The rep who is away.
             */
            repId: string;
            /**
             * Format: date-time
             * @description The beginning.
             */
            from: string;
            /**
             * Format: date-time
             * @description The end, which is no longer part of it.
             */
            to: string;
            /** @description Why, in words of your own. */
            reason?: string;
            /**
             * @description What becomes of the open leads when it begins: those that await first touch go to somebody else, all do, or none. Of those that stay, promises in working time wait until it ends; promises in elapsed time run on.
             * @default reassignUntouched
             * @enum {string}
             */
            openLeads: "reassignUntouched" | "keep" | "reassignAll";
            /**
             * Format: date-time
             * @description When it was entered.
             */
            createdAt: string;
            replanned?: components["schemas"]["Replanned"];
        };
        /** @description A page of a list. */
        AbsencePage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Absence"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description A company that we deal with, or might. */
        Account: {
            /**
             * Format: uuid
             * @description Of the account.
             */
            id: string;
            /** @description What it is called. */
            name: string;
            /** @description Its domains: of each there is one account. */
            domains: string[];
            /** @description Its ids in other systems, by system. */
            refs: {
                [key: string]: string;
            };
            /** @description The rep who looks after it; null for nobody. */
            ownerRepId: string | null;
            /**
             * @description What it is to us.
             * @enum {string}
             */
            type: "prospect" | "customer" | "partner" | "competitor";
            /**
             * Format: date-time
             * @description Since when it is known here.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When something was told of it last.
             */
            updatedAt: string;
        };
        /** @description With whom a deal is. */
        AccountOfDeal: {
            /**
             * Format: uuid
             * @description Of the account.
             */
            id: string;
            /** @description What it is called. */
            name: string;
            /** @description Its domains. */
            domains: string[];
        };
        /** @description A page of a list. */
        AccountPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Account"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description Who did it. */
        Actor: {
            /**
             * @description `system` is the engine itself.
             * @enum {string}
             */
            type: "key" | "rep" | "system";
            /**
             * Format: uuid
             * @description Of the key or the rep.
             */
            id?: string;
            /** @description By which rule of its own the engine did it. */
            rule?: string;
        };
        /** @description What is open now, and for how long. With the total of all. */
        AgeingReport: {
            /** @description In the order of time where it is grouped by time, else of the keys. */
            data: components["schemas"]["AgeingRow"][];
            total: components["schemas"]["AgeingRow"];
        };
        /** @description What is open now, and for how long. */
        AgeingRow: {
            /** @description A value for each of `by`; of the total none. */
            key: {
                /** @description As it was written first; sources are one without case. */
                source?: string | null;
                /** @description Null: none. */
                channel?: string | null;
                /** @description Null: none. */
                campaign?: string | null;
                /** @description The id of the owner; null: nobody. */
                rep?: string | null;
                /** @description The id of the team that the owner was in when the lead became theirs; null: none. */
                team?: string | null;
                /** @description The id of the pool; null: none. */
                pool?: string | null;
                /** @description The id of the policy; null: leads that none covers. */
                policy?: string | null;
                /** @description The local date of receipt. */
                day?: string;
                /** @description The local date of the Monday before, or on the day of, receipt. */
                week?: string;
                /**
                 * @description The local day of receipt.
                 * @enum {string}
                 */
                weekday?: "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
                /** @description The local hour of receipt. */
                hour?: number;
                /** @description The code of the reason, as it was given first; null: not closed with one, so open or won. */
                reason?: string | null;
                /** @description The category of the disposition; null: not closed with one. */
                category?: string | null;
                /** @description What an ad platform may be told of it; null: not closed with a disposition. */
                intent?: string | null;
            };
            /** @description The key in words, with the names of today. */
            label: string;
            /** @description The parameters of `GET /v1/leads` that list the leads of the row. Null where that list has no such parameter (teams, weekdays, hours, intents, no channel). */
            filter: {
                [key: string]: string;
            } | null;
            /** @description Open leads. */
            leads: number;
            /** @description Those of them that wait for an owner. */
            waiting: number;
            /** @description By how far the work on them is. */
            states: {
                /** @description Nobody has tried. */
                untouched: number;
                /** @description Tried, not reached. */
                attempting: number;
                /** @description Reached. */
                connected: number;
                /** @description Qualified. */
                qualified: number;
            };
            /** @description By how long they have been open, since receipt or since they came back. */
            ages: {
                /** @description upTo1h. */
                upTo1h: {
                    /** @description All of that age. */
                    leads: number;
                    /** @description Nobody has tried. */
                    untouched: number;
                    /** @description Tried, not reached. */
                    attempting: number;
                    /** @description Reached. */
                    connected: number;
                    /** @description Qualified. */
                    qualified: number;
                };
                /** @description upTo1d. */
                upTo1d: {
                    /** @description All of that age. */
                    leads: number;
                    /** @description Nobody has tried. */
                    untouched: number;
                    /** @description Tried, not reached. */
                    attempting: number;
                    /** @description Reached. */
                    connected: number;
                    /** @description Qualified. */
                    qualified: number;
                };
                /** @description upTo3d. */
                upTo3d: {
                    /** @description All of that age. */
                    leads: number;
                    /** @description Nobody has tried. */
                    untouched: number;
                    /** @description Tried, not reached. */
                    attempting: number;
                    /** @description Reached. */
                    connected: number;
                    /** @description Qualified. */
                    qualified: number;
                };
                /** @description upTo7d. */
                upTo7d: {
                    /** @description All of that age. */
                    leads: number;
                    /** @description Nobody has tried. */
                    untouched: number;
                    /** @description Tried, not reached. */
                    attempting: number;
                    /** @description Reached. */
                    connected: number;
                    /** @description Qualified. */
                    qualified: number;
                };
                /** @description upTo30d. */
                upTo30d: {
                    /** @description All of that age. */
                    leads: number;
                    /** @description Nobody has tried. */
                    untouched: number;
                    /** @description Tried, not reached. */
                    attempting: number;
                    /** @description Reached. */
                    connected: number;
                    /** @description Qualified. */
                    qualified: number;
                };
                /** @description over30d. */
                over30d: {
                    /** @description All of that age. */
                    leads: number;
                    /** @description Nobody has tried. */
                    untouched: number;
                    /** @description Tried, not reached. */
                    attempting: number;
                    /** @description Reached. */
                    connected: number;
                    /** @description Qualified. */
                    qualified: number;
                };
            };
            /** @description How long the oldest has been open; null of none. In seconds. */
            oldestSeconds: number | null;
        };
        /** @description A key, without what opens. */
        ApiKey: {
            /**
             * Format: uuid
             * @description Of the key; never the key itself.
             */
            id: string;
            /** @description What it was called when it was made. */
            name: string;
            /** @description What it may do. */
            scopes: ("admin" | "intake" | "integration" | "rep" | "manager" | "feedback" | "read")[];
            /** @description The rep whose key it is; null for a key of no rep. */
            repId: string | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /** @description When it ends; null for never. */
            expiresAt: string | null;
            /** @description When it was used last, about half a minute late; null for never. */
            lastUsedAt: string | null;
            /** @description When it was revoked; null while it holds. */
            revokedAt: string | null;
        };
        /** @description A page of a list. */
        ApiKeyPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["ApiKey"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description Somebody’s time with a lead, or its time in the queue. */
        Assignment: {
            /**
             * Format: uuid
             * @description Of the assignment.
             */
            id: string;
            /** @description Who had it; null while it stood in the queue. */
            repId: string | null;
            /** @description The pool that it came out of; null for none. */
            poolId: string | null;
            /** @description The name of the rule that matched; null for none. */
            rule: string | null;
            /**
             * @description What brought it there.
             * @enum {string}
             */
            cause: "intake" | "given" | "breach" | "manual" | "queue" | "wake" | "recycle" | "absence" | "reopen" | "correction" | "undone";
            /** @description In the words of the person who decided it. */
            reason?: string;
            /** @description Of the lead: it counts from 1, and grows when the lead comes back. */
            cycle: number;
            /**
             * Format: date-time
             * @description Since when.
             */
            from: string;
            /** @description Until when; null for the present one. */
            until: string | null;
            /** @description The decision; null where nothing was decided: given, or moved by hand to a rep. */
            trace: components["schemas"]["RoutingTrace"] | null;
            /** @description Its owner missed it, and nobody else could take it: it stayed where it was. The latest such decision while they had it. */
            stayed?: {
                /**
                 * Format: date-time
                 * @description When.
                 */
                at: string;
                /** @description How that was decided. */
                trace: components["schemas"]["RoutingTrace"] | null;
            };
        };
        /** @description A list as a whole. */
        AssignmentList: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Assignment"][];
        };
        /** @description Who did something. */
        Author: {
            /**
             * @description `system` is the engine itself.
             * @enum {string}
             */
            type: "key" | "rep" | "system";
            /** @description Of the key or the rep; null for the engine. */
            id: string | null;
        };
        /** @description What became of one lead. */
        BatchResult: {
            /** @description Its place among the leads sent, from 0. */
            index: number;
            /**
             * @description What was done.
             * @enum {string}
             */
            status: "created" | "existing" | "invalid";
            /**
             * Format: uuid
             * @description Of the lead; absent when it is invalid.
             */
            id?: string;
            /** @description Everything that is wrong with it; nothing of it is kept. */
            errors?: components["schemas"]["Fault"][];
        };
        /** @description What became of a batch of leads. */
        BatchResults: {
            /** @description One for each, in their order. */
            results: components["schemas"]["BatchResult"][];
        };
        /** @description What became of promises. With the total of all. */
        BreachReport: {
            /** @description In the order of time where it is grouped by time, else of the keys. */
            data: components["schemas"]["BreachRow"][];
            total: components["schemas"]["BreachRow"];
        };
        /** @description What became of promises. */
        BreachRow: {
            /** @description A value for each of `by`; of the total none. */
            key: {
                /** @description As it was written first; sources are one without case. */
                source?: string | null;
                /** @description Null: none. */
                channel?: string | null;
                /** @description Null: none. */
                campaign?: string | null;
                /** @description The id of the owner; null: nobody. */
                rep?: string | null;
                /** @description The id of the team that the owner was in when the lead became theirs; null: none. */
                team?: string | null;
                /** @description The id of the pool; null: none. */
                pool?: string | null;
                /** @description The id of the policy; null: leads that none covers. */
                policy?: string | null;
                /** @description The local date of receipt. */
                day?: string;
                /** @description The local date of the Monday before, or on the day of, receipt. */
                week?: string;
                /**
                 * @description The local day of receipt.
                 * @enum {string}
                 */
                weekday?: "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
                /** @description The local hour of receipt. */
                hour?: number;
                /** @description The code of the reason, as it was given first; null: not closed with one, so open or won. */
                reason?: string | null;
                /** @description The category of the disposition; null: not closed with one. */
                category?: string | null;
                /** @description What an ad platform may be told of it; null: not closed with a disposition. */
                intent?: string | null;
            };
            /** @description The key in words, with the names of today. */
            label: string;
            /** @description The parameters of `GET /v1/leads` that list the leads of the row. Null where that list has no such parameter (teams, weekdays, hours, intents, no channel). */
            filter: {
                [key: string]: string;
            } | null;
            /** @description All with a deadline. */
            made: number;
            /** @description Kept, those that were corrected among them. */
            met: number;
            /** @description Missed. */
            breached: number;
            /** @description First missed, then kept: the touch was reported late. */
            corrected: number;
            /** @description Neither: the lead was closed or moved before, or contact made it needless. */
            cancelled: number;
            /** @description Not decided yet. */
            running: number;
            /** @description `met` of `met` and `breached`; null of none. */
            attainment: number | null;
            /** @description The same by kind of promise. */
            kinds: {
                /** @description Of the kind firstTouch. */
                firstTouch: {
                    /** @description All with a deadline. */
                    made: number;
                    /** @description Kept, those that were corrected among them. */
                    met: number;
                    /** @description Missed. */
                    breached: number;
                    /** @description First missed, then kept: the touch was reported late. */
                    corrected: number;
                    /** @description Neither: the lead was closed or moved before, or contact made it needless. */
                    cancelled: number;
                    /** @description Not decided yet. */
                    running: number;
                    /** @description `met` of `met` and `breached`; null of none. */
                    attainment: number | null;
                };
                /** @description Of the kind leadResponse. */
                leadResponse: {
                    /** @description All with a deadline. */
                    made: number;
                    /** @description Kept, those that were corrected among them. */
                    met: number;
                    /** @description Missed. */
                    breached: number;
                    /** @description First missed, then kept: the touch was reported late. */
                    corrected: number;
                    /** @description Neither: the lead was closed or moved before, or contact made it needless. */
                    cancelled: number;
                    /** @description Not decided yet. */
                    running: number;
                    /** @description `met` of `met` and `breached`; null of none. */
                    attainment: number | null;
                };
                /** @description Of the kind followUp. */
                followUp: {
                    /** @description All with a deadline. */
                    made: number;
                    /** @description Kept, those that were corrected among them. */
                    met: number;
                    /** @description Missed. */
                    breached: number;
                    /** @description First missed, then kept: the touch was reported late. */
                    corrected: number;
                    /** @description Neither: the lead was closed or moved before, or contact made it needless. */
                    cancelled: number;
                    /** @description Not decided yet. */
                    running: number;
                    /** @description `met` of `met` and `breached`; null of none. */
                    attainment: number | null;
                };
                /** @description Of the kind decide. */
                decide: {
                    /** @description All with a deadline. */
                    made: number;
                    /** @description Kept, those that were corrected among them. */
                    met: number;
                    /** @description Missed. */
                    breached: number;
                    /** @description First missed, then kept: the touch was reported late. */
                    corrected: number;
                    /** @description Neither: the lead was closed or moved before, or contact made it needless. */
                    cancelled: number;
                    /** @description Not decided yet. */
                    running: number;
                    /** @description `met` of `met` and `breached`; null of none. */
                    attainment: number | null;
                };
            };
        };
        /** @description What became of leads that were closed at once. */
        BulkClosing: {
            /** @description By which it can be undone, for 15 minutes; null of a dry run. */
            bulkId: string | null;
            /** @description Of how many something was done. */
            done: number;
            /** @description Of how many nothing was. */
            skipped: number;
            /** @description Of how many nothing was done, by why: the most first. */
            whySkipped: components["schemas"]["WhySkipped"][];
            /** @description Whether the filter finds more leads than are closed at once: ask again for the next, or with `all` for all of them. */
            hasMore: boolean;
            matched?: components["schemas"]["MatchedLeads"];
            /** @description One for each lead, in the order of their ids. */
            results: components["schemas"]["BulkResult"][];
        };
        /** @description What became of many leads. */
        BulkOutcome: {
            /**
             * Format: uuid
             * @description The closing of many leads.
             */
            bulkId: string;
            /** @description Of how many something was done. */
            done: number;
            /** @description Of how many nothing was. */
            skipped: number;
            /** @description Of how many nothing was done, by why: the most first. */
            whySkipped: components["schemas"]["WhySkipped"][];
        };
        /** @description A closing of many leads, and what has become of it since. */
        BulkRecord: {
            /**
             * Format: uuid
             * @description By which it can be undone.
             */
            bulkId: string;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            madeAt: string;
            by: components["schemas"]["Author"];
            /** @description With what the leads were closed; null where a former version did not keep it. */
            category: ("nurture" | "recycle" | "suppress" | "lost") | null;
            /** @description The reason; null where a former version did not keep it. */
            reason: string | null;
            /** @description By which they were found; null where they were named. Of what finds a person (`email`, say) only that it was asked for is kept, as null. */
            filter: {
                [key: string]: unknown;
            } | null;
            /**
             * @description `stopped`: cut short, so that some of what was found was not come to, or nothing was looked for yet.
             * @enum {string}
             */
            state: "running" | "done" | "stopped";
            /**
             * Format: uuid
             * @description The job that does it; absent where the request did.
             */
            jobId?: string;
            /** @description When it was over; null while it is `running`. */
            endedAt: string | null;
            /** @description How many leads it is about, as far as they have been found. */
            found: number;
            /** @description Of how many something was done. */
            done: number;
            /** @description Of how many nothing was. */
            skipped: number;
            /** @description Of how many nothing was done, by why: the most first. */
            whySkipped: components["schemas"]["WhySkipped"][];
            /** @description Until when it can be undone: for 15 minutes from its end; null while it is `running`. */
            undoableUntil: string | null;
            /** @description How often it was undone, and what came of it: oldest first. None: it stands. */
            undos: components["schemas"]["BulkUndoing"][];
        };
        /** @description A page of a list. */
        BulkRecordPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["BulkRecord"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description What became of one of many leads. */
        BulkResult: {
            /**
             * Format: uuid
             * @description The lead.
             */
            leadId: string;
            /**
             * @description What was done, or in a dry run would be. `skipped`: nothing, and `why` says why.
             * @enum {string}
             */
            status: "closed" | "reopened" | "skipped";
            /** @description Why nothing was done, in one plain sentence. */
            why?: string;
        };
        /** @description That it was undone, once or again. */
        BulkUndoing: {
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            madeAt: string;
            by: components["schemas"]["Author"];
            /**
             * @description `stopped`: cut short, so that some of what was found was not come to, or nothing was looked for yet.
             * @enum {string}
             */
            state: "running" | "done" | "stopped";
            /**
             * Format: uuid
             * @description The job that does it; absent where the request did.
             */
            jobId?: string;
            /** @description When it was over; null while it is `running`. */
            endedAt: string | null;
            /** @description How many leads it is about, as far as they have been found. */
            found: number;
            /** @description Of how many something was done. */
            done: number;
            /** @description Of how many nothing was. */
            skipped: number;
            /** @description Of how many nothing was done, by why: the most first. */
            whySkipped: components["schemas"]["WhySkipped"][];
        };
        /** @description What became of the steps of cadences. With the total of all. */
        CadenceReport: {
            /** @description In the order of time where it is grouped by time, else of the keys. */
            data: components["schemas"]["CadenceRow"][];
            total: components["schemas"]["CadenceRow"];
        };
        /** @description What became of the steps of cadences. */
        CadenceRow: {
            /** @description A value for each of `by`; of the total none. */
            key: {
                /** @description As it was written first; sources are one without case. */
                source?: string | null;
                /** @description Null: none. */
                channel?: string | null;
                /** @description Null: none. */
                campaign?: string | null;
                /** @description The id of the owner; null: nobody. */
                rep?: string | null;
                /** @description The id of the team that the owner was in when the lead became theirs; null: none. */
                team?: string | null;
                /** @description The id of the pool; null: none. */
                pool?: string | null;
                /** @description The id of the policy; null: leads that none covers. */
                policy?: string | null;
                /** @description The local date of receipt. */
                day?: string;
                /** @description The local date of the Monday before, or on the day of, receipt. */
                week?: string;
                /**
                 * @description The local day of receipt.
                 * @enum {string}
                 */
                weekday?: "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
                /** @description The local hour of receipt. */
                hour?: number;
                /** @description The code of the reason, as it was given first; null: not closed with one, so open or won. */
                reason?: string | null;
                /** @description The category of the disposition; null: not closed with one. */
                category?: string | null;
                /** @description What an ad platform may be told of it; null: not closed with a disposition. */
                intent?: string | null;
            };
            /** @description The key in words, with the names of today. */
            label: string;
            /** @description The parameters of `GET /v1/leads` that list the leads of the row. Null where that list has no such parameter (teams, weekdays, hours, intents, no channel). */
            filter: {
                [key: string]: string;
            } | null;
            /** @description Steps that any lead has begun. */
            steps: {
                /** @description From 1. */
                step: number;
                /** @description All that began. */
                begun: number;
                /** @description Done in its window. */
                kept: number;
                /** @description Not done in its window. */
                missed: number;
                /** @description Ended because somebody was reached, or the lead reached a milestone. */
                cancelledByContact: number;
                /** @description Ended for another reason: the lead was moved or closed. */
                cancelled: number;
                /** @description Under way. */
                running: number;
                /** @description That ended with contact, kept or not. */
                reached: number;
                /** @description `reached` of those that ended; null of none. */
                contactRate: number | null;
            }[];
            /** @description How often leads were tried until they were reached, the last attempt included. */
            attemptsUntilContact: {
                /** @description Leads that were reached. */
                leads: number;
                /** @description Half of them by no more attempts. */
                median: number | null;
                /** @description Nine of ten by no more. */
                p90: number | null;
                /** @description 99 of 100 by no more. */
                p99: number | null;
            };
        };
        /** @description Working time: a week, and the days that differ from it. */
        Calendar: {
            /**
             * Format: uuid
             * @description Stays the same whatever else is changed.
             */
            id: string;
            /** @description What it is called; no two calendars have one name, without case. */
            name: string;
            /** @description An IANA time zone, or "owner": read in the time zone of the rep it is used for. */
            timeZone: string;
            /** @description The week. A day that is not given is closed. */
            hours: {
                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                mon?: [
                    string,
                    string
                ][];
                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                tue?: [
                    string,
                    string
                ][];
                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                wed?: [
                    string,
                    string
                ][];
                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                thu?: [
                    string,
                    string
                ][];
                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                fri?: [
                    string,
                    string
                ][];
                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                sat?: [
                    string,
                    string
                ][];
                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                sun?: [
                    string,
                    string
                ][];
            };
            /**
             * @description Dates that are closed.
             * @default []
             */
            holidays: string[];
            /** @description A country or a part of one whose public holidays are closed too: one of `GET /v1/holiday-regions`. */
            holidayRegion?: string;
            /**
             * @description These dates' hours, instead of the week's, holiday or not.
             * @default {}
             */
            overrides: {
                [key: string]: [
                    string,
                    string
                ][];
            };
            /**
             * @description Closed on these dates between these times, whatever the hours say.
             * @default {}
             */
            breaks: {
                [key: string]: [
                    string,
                    string
                ][];
            };
            replanned?: components["schemas"]["Replanned"];
            /** @description Grows with every change, from 1. */
            version: number;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was changed last.
             */
            updatedAt: string;
        };
        /** @description A date of a calendar, with its hours and why it has them. */
        CalendarDay: {
            /**
             * Format: date
             * @description A local date.
             */
            date: string;
            /** @description What begins on this date, in order. An end before its start is on the next day. */
            hours: [
                string,
                string
            ][];
            /**
             * @description What gave the date its hours: `week` or `override`; `break` where a break took some of them away; `holiday` or `closed` where there are none.
             * @enum {string}
             */
            why: "week" | "holiday" | "override" | "break" | "closed";
            /** @description The holiday that it is, whatever its hours, in the language of its country. */
            name?: string;
            /** @description The region whose holiday it is. */
            region?: string;
            /** @description Holidays that only some have, such as one of the catholic communes of a state. They close nothing: whoever has them adds the date to `holidays`. */
            optional?: components["schemas"]["OptionalHoliday"][];
        };
        /** @description A list as a whole. */
        CalendarDayList: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["CalendarDay"][];
        };
        /** @description A page of a list. */
        CalendarPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Calendar"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description What a calendar answers. */
        CalendarPreview: {
            /** @description One for each that was asked, in their order. */
            deadlines: string[];
            /** @description Working seconds, negative where `to` is before `from`. */
            spans: number[];
            /** @description Each date that was asked for, in order. */
            days?: components["schemas"]["CalendarDay"][];
        };
        /** @description Somebody who was looked at. */
        Candidate: {
            /**
             * Format: uuid
             * @description The rep.
             */
            repId: string;
            /**
             * Format: uuid
             * @description The pool they are a member of; absent when the rep was asked for by name.
             */
            poolId?: string;
            /** @description Whether they could have got it. */
            eligible: boolean;
            /**
             * @description What stood in the way.
             * @enum {string}
             */
            excludedBy?: "inactive" | "unavailable" | "absent" | "offHours" | "capacity" | "earlierOwner";
            /** @description What stood in the way, exactly. */
            detail?: string;
            /** @description Of the member in the pool. */
            weight?: number;
            /** @description How many leads they were behind their fair share by weight, with their part of this lead in it and before anybody had it; below 0 they were ahead. It is what the round robin compares. */
            credit?: number;
        };
        /** @description What differs at one place. */
        Change: {
            /** @description A JSON pointer into the document. */
            pointer: string;
            /** @description What stood there; absent where there was nothing. */
            from?: unknown;
            /** @description What stands there now; absent where it was taken away. */
            to?: unknown;
        };
        /** @description A place of many people, to which what concerns them is posted. */
        Channel: {
            /**
             * Format: uuid
             * @description Stays the same whatever else is changed.
             */
            id: string;
            /** @description What it is called; no two channels have one name, without case. */
            name: string;
            /**
             * @description Where it is. It stays what it is.
             * @enum {string}
             */
            kind: "slack" | "teams";
            /** @description What the kind asks for: of `slack` `channelId`, `botToken` and `signingSecret`, of `teams` `url`. What is secret stays as it is where it is left out of a replacement. */
            settings: {
                /** @description Of Slack: the id of the channel, such as C0123456789. The bot has to be a member of it. */
                channelId?: string;
                /** @description Of Slack: the token of the bot, which begins with `xoxb-`. Never answered. */
                botToken?: string;
                /** @description Of Slack: by what it signs that somebody pressed a button. Sent together with `botToken`, and never answered. */
                signingSecret?: string;
                /** @description Of Teams: the address of the workflow "Post to a channel when a webhook request is received". It lets in whoever knows it, and is never answered. */
                url?: string;
            };
            /**
             * @description The pools it is told about. With neither pools nor teams nothing is posted to it.
             * @default []
             */
            poolIds: string[];
            /**
             * @description The teams it is told about. With neither pools nor teams nothing is posted to it.
             * @default []
             */
            teamIds: string[];
            /** @description Since when it has these secrets. */
            secretsSetAt: string | null;
            /** @description That nothing is posted until somebody replaces the channel: what happens meanwhile waits; null where it is posted. */
            stopped: components["schemas"]["StoppedChannel"] | null;
            /** @description Grows with every change, from 1. */
            version: number;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was changed last.
             */
            updatedAt: string;
        };
        /** @description A page of a list. */
        ChannelPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Channel"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description By what ad platforms know the click again. */
        ClickIds: {
            /** @description Google Ads: of a click. */
            gclid?: string;
            /** @description Google Ads: of a click on the web that led into an app on iOS. */
            gbraid?: string;
            /** @description Google Ads: of a click in an app on iOS that led to the web. */
            wbraid?: string;
            /** @description Meta: of a click, as it stands in the address. */
            fbclid?: string;
            /** @description Meta: of a click, as the cookie `_fbc` has it. */
            fbc?: string;
            /** @description Meta: of the browser, as the cookie `_fbp` has it. */
            fbp?: string;
            /** @description Meta: of a lead ad. */
            metaLeadId?: string;
            /** @description LinkedIn: of a click, `li_fat_id`. */
            liFatId?: string;
            /** @description LinkedIn: of an answer to a lead form. */
            linkedinLeadId?: string;
            /** @description Microsoft Advertising: of a click. */
            msclkid?: string;
            /** @description TikTok: of a click. */
            ttclid?: string;
            /** @description TikTok: of a lead ad. */
            tiktokLeadId?: string;
            /** @description Google Ads: by which the tag of the website has counted the lead. */
            transactionId?: string;
            /** @description Meta, TikTok: by which the pixel of the website has counted the lead. */
            eventId?: string;
            /**
             * Format: date-time
             * @description When the ad was clicked.
             */
            clickedAt?: string;
        };
        /** @description A promise, or something that will happen by itself. */
        Clock: {
            /**
             * Format: uuid
             * @description Of the clock.
             */
            id: string;
            /**
             * @description `firstTouch`: the owner’s, from assignment. `leadResponse`: the lead’s, from receipt. `followUp`: a step of the owner’s follow-up, until its window closes. `decide`: the owner’s, to decide what becomes of a lead that was worked on. The others bring it back.
             * @enum {string}
             */
            kind: "firstTouch" | "leadResponse" | "followUp" | "decide" | "nurtureWake" | "recycle";
            /**
             * @description Whether it runs, stands still, was kept, was missed, or ended otherwise. A breach that turns out to have been none becomes `met`.
             * @enum {string}
             */
            state: "running" | "met" | "breached" | "cancelled" | "paused";
            /**
             * Format: uuid
             * @description The owner it holds to account.
             */
            repId?: string;
            /**
             * Format: date-time
             * @description When it began.
             */
            startedAt: string;
            /** @description Of a cadence: which step it is. */
            step?: number;
            /**
             * Format: date-time
             * @description Of a step: when its window opens; it may be kept before.
             */
            opensAt?: string;
            /** @description The deadline; null where it only measures, and while nobody knows how long it is paused. */
            dueAt: string | null;
            /** @description Of one that runs without a deadline though a time was promised: the hours in which it counts do not come within ten years. It gets one as soon as they do. */
            outOfReach?: boolean;
            /** @description Whole seconds until it is due, in the time that was promised: working or elapsed. Of a clock that stands still what it has left. Null unless it runs towards a deadline. */
            remainingSeconds: number | null;
            /** @description Whether its time runs down now: not while it is paused, and not while its calendar is closed. */
            ticking: boolean;
            /**
             * Format: date-time
             * @description When its time runs down again: where it does not tick now, and where that is known.
             */
            resumesAt?: string;
            /**
             * Format: date-time
             * @description Since when it is paused.
             */
            pausedAt?: string;
            /**
             * Format: date-time
             * @description Before then it was not made due: a change had it due earlier, and its owner was to be told first.
             */
            graceUntil?: string;
            /**
             * Format: date-time
             * @description When its owner said that they know of it: should they miss it, the lead moves so much later.
             */
            acknowledgedAt?: string;
            /**
             * Format: date-time
             * @description When the promise was kept; after a breach too.
             */
            metAt?: string;
            /**
             * Format: date-time
             * @description When the breach was enforced: never before `dueAt`.
             */
            breachedAt?: string;
            /** @description The time promised, a duration as the policy has it. */
            target?: string;
            /** @description Why it was cancelled. */
            endReason?: string;
        };
        /** @description Where the local time of a person is taken from. */
        ContactZone: {
            /** @description IANA time zones. Several where it is not known which it is, or where what is told does not agree: the person is contacted when it suits all of them. */
            zones: string[];
            /** @description The fields of `contact` that it is derived from; empty where `contact.timeZone` was given. */
            derivedFrom: ("phone" | "region" | "postalCode" | "country")[];
        };
        /** @description What is to be sold to somebody, or has been. */
        Deal: {
            /**
             * Format: uuid
             * @description Of the deal.
             */
            id: string;
            /** @description What it is called. */
            name: string;
            /** @description Its id where it came from; null where it has none. */
            externalId: string | null;
            /** @description Its ids in other systems, by system. */
            refs: {
                [key: string]: string;
            };
            /** @description With whom it is; null where its lead named no company. */
            account: components["schemas"]["AccountOfDeal"] | null;
            /** @description The lead that it came from; null for none. */
            lead: components["schemas"]["LeadOfDeal"] | null;
            /** @description The rep whose deal it is; null for nobody’s. */
            ownerRepId: string | null;
            /** @description A decimal number: what it is worth; null where that is not known. */
            amount: string | null;
            /** @description The code of a currency (ISO 4217); null with the amount. */
            currency: string | null;
            /** @description When it may be decided; null where nobody said. */
            expectedCloseAt: string | null;
            /** @description What it is agreed for; null where nobody said. */
            term: components["schemas"]["Term"] | null;
            /**
             * @description Whether it is won or lost.
             * @enum {string}
             */
            stage: "open" | "won" | "lost";
            /** @description Since when it is won; null while it is not. */
            wonAt: string | null;
            /** @description Since when it is lost; null while it is not. */
            lostAt: string | null;
            /** @description Why it was lost, in the words of whoever said so; null where nobody did. */
            lostReason: string | null;
            /**
             * Format: date-time
             * @description Since when it is known here.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When something happened to it last.
             */
            updatedAt: string;
        };
        /** @description A page of a list. */
        DealPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Deal"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description An event of a deal, with its sentence. */
        DealTimelineEntry: {
            /**
             * Format: uuid
             * @description Of the event.
             */
            id: string;
            /** @description The `after` that goes on from here. */
            cursor: string;
            /**
             * @description What happened.
             * @enum {string}
             */
            type: "lead.received" | "lead.updated" | "lead.assigned" | "lead.queued" | "lead.reassigned" | "lead.touched" | "lead.touchVoided" | "lead.milestone" | "lead.milestoneRevalued" | "lead.milestoneReversed" | "lead.disposed" | "lead.corrected" | "lead.reopened" | "lead.woken" | "lead.erased" | "account.created" | "account.updated" | "deal.created" | "deal.updated" | "deal.won" | "deal.lost" | "deal.reopened" | "sla.started" | "sla.warned" | "sla.breached" | "sla.met" | "sla.corrected" | "sla.escalated" | "sla.cancelled" | "sla.replanned" | "sla.paused" | "sla.resumed" | "sla.acknowledged" | "sla.held" | "rep.away" | "rep.back" | "config.changed" | "feedback.sent" | "feedback.expired" | "suppression.added" | "suppression.lifted" | "hold.begun" | "hold.ended" | "touches.silent" | "touches.back" | "system.heartbeat";
            /**
             * Format: date-time
             * @description When it happened.
             */
            occurredAt: string;
            subject: components["schemas"]["Subject"];
            actor: components["schemas"]["Actor"];
            /** @description Ids and facts, by its type; never a person’s name, address or number. */
            data: {
                [key: string]: unknown;
            };
            /** @description What happened, in one plain sentence. */
            text: string;
        };
        /** @description A page of a list. */
        DealTimelineEntryPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["DealTimelineEntry"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description An event on its way to a program, or a notification on its way to a person. */
        Delivery: {
            /**
             * Format: uuid
             * @description Of the delivery.
             */
            id: string;
            /**
             * @description By which way.
             * @enum {string}
             */
            channel: "webhook" | "email" | "slack" | "teams";
            /** @description The webhook that it goes to; null: it goes to none. */
            webhookId: string | null;
            /** @description The channel that it goes to; null: it goes to none. */
            channelId: string | null;
            /** @description The rep whom it goes to; null: it goes to no person alone. */
            repId: string | null;
            /**
             * @description What it tells of: a type of event, or of notification.
             * @enum {string}
             */
            type: "lead.received" | "lead.updated" | "lead.assigned" | "lead.queued" | "lead.reassigned" | "lead.touched" | "lead.touchVoided" | "lead.milestone" | "lead.milestoneRevalued" | "lead.milestoneReversed" | "lead.disposed" | "lead.corrected" | "lead.reopened" | "lead.woken" | "lead.erased" | "account.created" | "account.updated" | "deal.created" | "deal.updated" | "deal.won" | "deal.lost" | "deal.reopened" | "sla.started" | "sla.warned" | "sla.breached" | "sla.met" | "sla.corrected" | "sla.escalated" | "sla.cancelled" | "sla.replanned" | "sla.paused" | "sla.resumed" | "sla.acknowledged" | "sla.held" | "rep.away" | "rep.back" | "config.changed" | "feedback.sent" | "feedback.expired" | "suppression.added" | "suppression.lifted" | "hold.begun" | "hold.ended" | "touches.silent" | "touches.back" | "system.heartbeat" | "lead.movedAway" | "lead.suppressed" | "lead.movesUndone" | "enforcement.stopped" | "leads.keptOut" | "leads.closed" | "leads.reopened" | "feedback.stopped" | "feedback.ending" | "webhook.failing" | "webhook.paused" | "team.summary" | "channel.failing" | "channel.stopped";
            /** @description The event: sent as `webhook-id`, the same at every attempt and in every replay; null: it goes to a person. */
            eventId: string | null;
            /** @description The notification; null: it goes to no person alone. */
            notificationId: string | null;
            /** @description The same for what is told in one message; null: it goes to a webhook, or none was written yet. */
            messageId: string | null;
            /** @description The lead that it is about; null: it is about something else. */
            leadId: string | null;
            /**
             * @description `waiting`: it is on its way, or tried again at `nextAttemptAt`; `delivered`: it was taken; `failed`: it was refused for good, or given up after three days; `withdrawn`: nobody has to be told any more; `unsent`: there is no way to send it.
             * @enum {string}
             */
            state: "waiting" | "delivered" | "failed" | "withdrawn" | "unsent";
            /** @description Why it was withdrawn, or not sent; null otherwise. */
            why: string | null;
            /** @description How often it was sent. */
            attempts: number;
            /** @description When it is sent next, at the earliest: those about one subject go in their order, and an endpoint may rest or be paused; null: it has ended. */
            nextAttemptAt: string | null;
            /** @description The `messageId` of what a bot has posted, which is written anew because of the event; null: nothing is. */
            rewrites: string | null;
            /** @description The delivery that it repeats; null: it repeats none. */
            replayOf: string | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /** @description When it was delivered, or given up; null while it waits. */
            endedAt: string | null;
            /** @description The last time that it was sent; null: not yet. */
            lastAttempt: components["schemas"]["DeliveryAttempt"] | null;
        };
        /** @description One time that something was sent. */
        DeliveryAttempt: {
            /**
             * Format: date-time
             * @description When it was sent.
             */
            at: string;
            /** @description How long it took, in milliseconds. */
            tookMs: number;
            /** @description The status of the answer; null: no answer came. */
            status: number | null;
            /** @description How the answer begins: its first 1,024 bytes; null: no answer came. */
            answer: string | null;
            /** @description Why it was no success, in plain words; null where it was one. */
            problem: string | null;
        };
        /** @description A page of a list. */
        DeliveryPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Delivery"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description With what a lead was closed. */
        Disposition: {
            /**
             * Format: uuid
             * @description Of the disposition.
             */
            id: string;
            /**
             * @description What becomes of the lead.
             * @enum {string}
             */
            category: "nurture" | "recycle" | "suppress" | "lost";
            /** @description The code of the reason. */
            reason: string;
            /** @description The reason, for people. */
            label: string;
            /** @description What was noted; null for nothing. */
            note: string | null;
            /** @description What the reason requires. */
            fields: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @description When it was closed.
             */
            decidedAt: string;
        };
        /** @description What became of one disposition. */
        DispositionResult: {
            /** @description Its place among the dispositions sent, from 0. */
            index: number;
            /**
             * @description What was done. `noMatch`: no lead fits that the key may work on, or several do of which not exactly one is open.
             * @enum {string}
             */
            status: "recorded" | "noMatch" | "invalid";
            /**
             * Format: uuid
             * @description Of the disposition, where it is recorded.
             */
            id?: string;
            /**
             * Format: uuid
             * @description The lead that it is a disposition of.
             */
            leadId?: string;
            /** @description Everything that is wrong with it; nothing of it is kept. */
            errors?: components["schemas"]["Fault"][];
        };
        /** @description What became of a batch of dispositions. */
        DispositionResults: {
            /** @description One for each, in their order. */
            results: components["schemas"]["DispositionResult"][];
        };
        /** @description What became of a lead, or that it is corrected or taken back. */
        DispositionRow: {
            /**
             * Format: uuid
             * @description Of the row.
             */
            id: string;
            /**
             * @description `corrected` says in place of the row that it supersedes what became of the lead, `reversed` takes back the one that it supersedes. With `include=milestones` also `milestone`, that one was reached, `revalued`, that it is worth something else, and `milestoneReversed`, that it was none.
             * @enum {string}
             */
            kind: "disposed" | "corrected" | "reversed" | "milestone" | "revalued" | "milestoneReversed";
            /** @description The `id` of the row that this one replaces or takes back; null for none. */
            supersedes: string | null;
            /**
             * Format: uuid
             * @description The lead.
             */
            leadId: string;
            /** @description Its id where it came from; null for none. */
            externalId: string | null;
            /** @description Where it came from. */
            source: string;
            /** @description What kind of source that is; null for none. */
            channel: string | null;
            /** @description The campaign that brought it; null for none. */
            campaign: string | null;
            /**
             * Format: date-time
             * @description When the request arrived.
             */
            receivedAt: string;
            /** @description A wake, a recycle or a reopen starts a new one, from 1. */
            cycle: number;
            /** @description What becomes of the lead; null of a milestone. */
            category: ("nurture" | "recycle" | "suppress" | "lost") | null;
            /** @description The code of the reason; null of a milestone. */
            reason: string | null;
            /** @description The reason, for people; null of a milestone. */
            label: string | null;
            /** @description What an ad platform may be told; null of a milestone that stands. */
            intent: ("neverExisted" | "notAProspect" | "duplicate" | "stop" | "realButNotNow" | "realButLost" | "notAFit" | "reversed") | null;
            /** @description What was noted; null for nothing. */
            note: string | null;
            /** @description What the reason requires. */
            fields: {
                [key: string]: string;
            };
            /** @description Outbound touches by people until then. */
            attempts: number;
            /** @description Where a policy closed it as unreachable: the attempts that prove it. Not in CSV. */
            restsOn?: string[];
            /**
             * Format: uuid
             * @description Where the lead was closed as it came in: the suppression that says so.
             */
            suppressionId?: string;
            milestone?: components["schemas"]["MilestoneOutcome"];
            /**
             * Format: date-time
             * @description When it was decided.
             */
            decidedAt: string;
            by: components["schemas"]["Author"];
            clickIds: components["schemas"]["ClickIds"];
            /**
             * @description A lead that is sent to try something out: it goes to the test pool of the settings alone, its promises run and people are told, and it counts nowhere. It stays one.
             * @default false
             */
            test: boolean;
        };
        /** @description A page of a feed, which never ends. */
        DispositionRowFeed: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["DispositionRow"][];
            /** @description The `after` of the next page: also where `data` is empty. */
            nextCursor: string;
        };
        /** @description With what reasons leads were closed, and whether that held. With the total of all. */
        DispositionsReport: {
            /** @description In the order of time where it is grouped by time, else of the keys. */
            data: components["schemas"]["DispositionsRow"][];
            total: components["schemas"]["DispositionsRow"];
        };
        /** @description With what reasons leads were closed, and whether that held. */
        DispositionsRow: {
            /** @description A value for each of `by`; of the total none. */
            key: {
                /** @description As it was written first; sources are one without case. */
                source?: string | null;
                /** @description Null: none. */
                channel?: string | null;
                /** @description Null: none. */
                campaign?: string | null;
                /** @description The id of the owner; null: nobody. */
                rep?: string | null;
                /** @description The id of the team that the owner was in when the lead became theirs; null: none. */
                team?: string | null;
                /** @description The id of the pool; null: none. */
                pool?: string | null;
                /** @description The id of the policy; null: leads that none covers. */
                policy?: string | null;
                /** @description The local date of receipt. */
                day?: string;
                /** @description The local date of the Monday before, or on the day of, receipt. */
                week?: string;
                /**
                 * @description The local day of receipt.
                 * @enum {string}
                 */
                weekday?: "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
                /** @description The local hour of receipt. */
                hour?: number;
                /** @description The code of the reason, as it was given first; null: not closed with one, so open or won. */
                reason?: string | null;
                /** @description The category of the disposition; null: not closed with one. */
                category?: string | null;
                /** @description What an ad platform may be told of it; null: not closed with a disposition. */
                intent?: string | null;
            };
            /** @description The key in words, with the names of today. */
            label: string;
            /** @description The parameters of `GET /v1/leads` that list the leads of the row. Null where that list has no such parameter (teams, weekdays, hours, intents, no channel). */
            filter: {
                [key: string]: string;
            } | null;
            /** @description Of what the shares are: the leads of the same source, rep, day and so on; by reason, category and intent it is not narrowed. */
            of: {
                /** @description All that were received, or came back, in the span: open, won and closed ones. */
                leads: number;
                /** @description Those of them that were closed with a disposition that stands. */
                closed: number;
            };
            /** @description Closed with a disposition that stands. */
            closed: number;
            /** @description `closed` of `of.leads`; null of none. */
            shareOfLeads: number | null;
            /** @description `closed` of `of.closed`; null of none. */
            shareOfClosed: number | null;
            /** @description `closed` by who closed them, whoever corrected the reason later. */
            closedBy: {
                /** @description A rep or a manager. */
                rep: number;
                /** @description A rule of the policy (`unreachable`). */
                rule: number;
                /** @description A program. */
                key: number;
                /** @description Closed as they came in: their person is suppressed. */
                intake: number;
            };
            /** @description Of `closed`: first closed with another reason. */
            corrected: number;
            /** @description Closed, and taken back: somebody reopened the lead, or undid the closing. Not in `closed`. */
            reversed: number;
            /** @description What became later of what was closed or reversed: a reason that lies leads to wins. */
            later: {
                /** @description Open once more: reopened, woken, recycled, or the person wrote. */
                cameBack: number;
                /** @description Won after that. */
                won: number;
                /** @description `won` of `closed` and `reversed`; null of none. */
                wonRate: number | null;
                /** @description `won` of `cameBack`; null of none. */
                wonRateOfCameBack: number | null;
                /** @description What these wins are worth. By currency, as decimal numbers, each currency added up by itself. */
                values: {
                    [key: string]: string;
                };
            };
            /** @description How far the leads came before they were closed, or have come by now. What was reversed is left out. */
            milestones: {
                /** @description Qualified, or further. */
                qualified: {
                    /** @description Leads. */
                    leads: number;
                    /** @description Worth of `qualified`. By currency, as decimal numbers, each currency added up by itself. */
                    values: {
                        [key: string]: string;
                    };
                };
                /** @description An opportunity, or won. */
                opportunity: {
                    /** @description Leads. */
                    leads: number;
                    /** @description Worth of `opportunity`. By currency, as decimal numbers, each currency added up by itself. */
                    values: {
                        [key: string]: string;
                    };
                };
                /** @description That were won. */
                won: {
                    /** @description Leads. */
                    leads: number;
                    /** @description Worth of `won`. By currency, as decimal numbers, each currency added up by itself. */
                    values: {
                        [key: string]: string;
                    };
                };
            };
        };
        /** @description What leads would have met by a draft (`would`), beside what really happened to them (`was`): each with all of its cycles, tests left out. */
        DryRun: {
            /**
             * Format: date-time
             * @description As it was asked.
             */
            from: string;
            /**
             * Format: date-time
             * @description As it was asked.
             */
            to: string;
            /** @description How many came in. */
            leads: number;
            /** @description Those for which the draft has a policy. */
            covered: number;
            would: components["schemas"]["DryRunOutcome"];
            was: components["schemas"]["DryRunOutcome"];
            /** @description By policy of the draft, the most leads first; also those that no lead would have got. */
            byPolicy: components["schemas"]["DryRunOfPolicy"][];
            /** @description By source, the most leads first, of as many by name. */
            bySource: components["schemas"]["DryRunOfSource"][];
            /** @description By first owner, the most leads first. */
            byOwner: components["schemas"]["DryRunOfOwner"][];
        };
        /** @description A lead that would have fared otherwise. */
        DryRunExample: {
            /**
             * Format: uuid
             * @description Of the lead.
             */
            leadId: string;
            /** @description The place in the draft, from 0; null for leads that none matches. */
            policy: number | null;
            would: components["schemas"]["DryRunOutcome"];
            was: components["schemas"]["DryRunOutcome"];
        };
        /** @description What became of promises of a kind. */
        DryRunFates: {
            /** @description Kept in time. */
            met: number;
            /** @description Not kept in time. */
            breached: number;
            /** @description Of the breached: kept after the deadline. */
            late: number;
            /** @description Still running. */
            open: number;
            /** @description Ended by something else: the lead moved, was closed, or had been touched before. */
            cancelled: number;
        };
        /** @description Leads of an owner. */
        DryRunOfOwner: {
            /** @description Who had the lead first; null where nobody did. */
            repId: string | null;
            /**
             * @description All beyond the first 500, together.
             * @constant
             */
            others?: true;
            /** @description How many came in. */
            leads: number;
            /** @description Those for which the draft has a policy. */
            covered: number;
            would: components["schemas"]["DryRunOutcome"];
            was: components["schemas"]["DryRunOutcome"];
        };
        /** @description Leads that would have got a policy. */
        DryRunOfPolicy: {
            /** @description The place in the draft, from 0; null for leads that none matches. */
            policy: number | null;
            /** @description Of the policy, where the draft has one. */
            name: string | null;
            /** @description How many came in. */
            leads: number;
            /** @description Those for which the draft has a policy. */
            covered: number;
            would: components["schemas"]["DryRunOutcome"];
            was: components["schemas"]["DryRunOutcome"];
        };
        /** @description Leads of a source. */
        DryRunOfSource: {
            /** @description The source, as the first lead of it has it, without regard to case; null for all beyond the first 500. */
            source: string | null;
            /** @description How many came in. */
            leads: number;
            /** @description Those for which the draft has a policy. */
            covered: number;
            would: components["schemas"]["DryRunOutcome"];
            was: components["schemas"]["DryRunOutcome"];
        };
        /** @description What followed. `firstTouch` is what owners promised, `leadResponse` what the company did, `followUp` are steps of the cadence, `decide` are decisions. Clocks that only measure are not counted. */
        DryRunOutcome: {
            firstTouch: components["schemas"]["DryRunFates"];
            leadResponse: components["schemas"]["DryRunFates"];
            followUp: components["schemas"]["DryRunFates"];
            decide: components["schemas"]["DryRunFates"];
            /** @description How often somebody was warned. */
            warned: number;
            /** @description How often a lead was to move because of a miss; really: how often one did. */
            moves: number;
            /** @description How often somebody was told of a miss, by the policy. Reminders are not counted. */
            escalations: number;
            /** @description How often a lead was closed, as it was proven that nobody could be reached. */
            unreachable: number;
        };
        /** @description That a hold is over. */
        EndedHold: {
            /**
             * Format: date-time
             * @description When it ended.
             */
            at: string;
            /**
             * @description `over`: its time had come; `deleted`: somebody deleted it.
             * @enum {string}
             */
            why: "over" | "deleted";
        };
        /** @description Something that was erased. */
        Erased: {
            /** @description What it was, in plain English. */
            what: string;
            /** @description How many rows. */
            rows: number;
        };
        /** @description The certificate that somebody was erased. It does not say who it was. */
        Erasure: {
            /**
             * Format: uuid
             * @description Of the certificate.
             */
            id: string;
            /**
             * @description By what the person was named; not who it was.
             * @enum {string}
             */
            askedBy: "email" | "phone" | "leadId";
            /** @description Why, in the words of whoever asked for it. */
            reason: string;
            by: components["schemas"]["Author"];
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            madeAt: string;
            /** @description When all of it was erased; null while it is being done, and where it was cut off: then ask again. */
            finishedAt: string | null;
            /** @description Of how many leads. 0: nothing was held of the person. */
            leads: number;
            /** @description What was erased. */
            erased: components["schemas"]["Erased"][];
            /** @description What is kept, and why. */
            kept: components["schemas"]["KeptAfterErasure"][];
            /** @description Which leads were theirs. */
            leadIds: string[];
            /** @description What was sent before stays there: it has to be deleted there. */
            told: components["schemas"]["ToldBeforeErasure"][];
        };
        /** @description That somebody was erased. */
        ErasureSummary: {
            /**
             * Format: uuid
             * @description Of the certificate.
             */
            id: string;
            /**
             * @description By what the person was named; not who it was.
             * @enum {string}
             */
            askedBy: "email" | "phone" | "leadId";
            /** @description Why, in the words of whoever asked for it. */
            reason: string;
            by: components["schemas"]["Author"];
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            madeAt: string;
            /** @description When all of it was erased; null while it is being done, and where it was cut off: then ask again. */
            finishedAt: string | null;
            /** @description Of how many leads. 0: nothing was held of the person. */
            leads: number;
            /** @description What was erased. */
            erased: components["schemas"]["Erased"][];
            /** @description What is kept, and why. */
            kept: components["schemas"]["KeptAfterErasure"][];
        };
        /** @description A page of a list. */
        ErasureSummaryPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["ErasureSummary"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description Something that happened. */
        Event: {
            /**
             * Format: uuid
             * @description Of the event.
             */
            id: string;
            /** @description The `after` that goes on from here. */
            cursor: string;
            /**
             * @description What happened.
             * @enum {string}
             */
            type: "lead.received" | "lead.updated" | "lead.assigned" | "lead.queued" | "lead.reassigned" | "lead.touched" | "lead.touchVoided" | "lead.milestone" | "lead.milestoneRevalued" | "lead.milestoneReversed" | "lead.disposed" | "lead.corrected" | "lead.reopened" | "lead.woken" | "lead.erased" | "account.created" | "account.updated" | "deal.created" | "deal.updated" | "deal.won" | "deal.lost" | "deal.reopened" | "sla.started" | "sla.warned" | "sla.breached" | "sla.met" | "sla.corrected" | "sla.escalated" | "sla.cancelled" | "sla.replanned" | "sla.paused" | "sla.resumed" | "sla.acknowledged" | "sla.held" | "rep.away" | "rep.back" | "config.changed" | "feedback.sent" | "feedback.expired" | "suppression.added" | "suppression.lifted" | "hold.begun" | "hold.ended" | "touches.silent" | "touches.back" | "system.heartbeat";
            /**
             * Format: date-time
             * @description When it happened.
             */
            occurredAt: string;
            subject: components["schemas"]["Subject"];
            actor: components["schemas"]["Actor"];
            /** @description Ids and facts, by its type; never a person’s name, address or number. */
            data: {
                [key: string]: unknown;
            };
        };
        /** @description A page of a feed, which never ends. */
        EventFeed: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Event"][];
            /** @description The `after` of the next page: also where `data` is empty. */
            nextCursor: string;
        };
        /** @description A lead that was there already, as far as the key may see it. */
        ExistingLead: components["schemas"]["Lead"] | components["schemas"]["UnseenLead"];
        /** @description The comparison that decided that a condition failed. */
        FailedComparison: {
            /** @description The field of the lead. */
            field: string;
            /**
             * @description How it was compared.
             * @enum {string}
             */
            op: "eq" | "ne" | "in" | "notIn" | "lt" | "lte" | "gt" | "gte" | "contains" | "startsWith" | "endsWith" | "exists" | "missing" | "matches";
            /** @description As the rule has it; absent for exists and missing. */
            value?: (string | number | boolean) | (string | number | boolean)[];
            /** @description What the lead held there; null when it is missing. */
            actual: (string | number | boolean) | string[] | null;
            /**
             * @description It stands under `not`: it failed by being true.
             * @constant
             */
            negated?: true;
        };
        /** @description Something that is wrong with a request. */
        Fault: {
            /** @description A JSON pointer into the request; empty for all of it. */
            pointer: string;
            /** @description A stable word for programs. */
            code: string;
            /** @description A sentence for people that says what was expected. */
            message: string;
        };
        /** @description What is still to be told. */
        FeedbackBacklog: {
            /** @description What waits, also for its time to come. */
            pending: number;
            /** @description What of it has come to its time. */
            due: number;
            /** @description When the next of those that wait for their time has come to it; null: none does. */
            nextDueAt: string | null;
            /** @description What of it cannot be fetched now, and why, most of them first. */
            waiting: components["schemas"]["FeedbackWaiting"][];
            /** @description What somebody has fetched and not reported on. */
            leased: number;
            /** @description What was sent, and nobody has said whether it was accepted. */
            awaitingOutcome: number;
            /** @description When the oldest that is due happened; null: nothing is due. */
            oldestEventAt: string | null;
            /** @description Until when the first of them can be told; null: nothing that is due ends. */
            firstEndsAt: string | null;
            /** @description How long that is from now; null: nothing that is due ends. */
            secondsLeft: number | null;
        };
        /** @description What a platform is to be told next. */
        FeedbackBatch: {
            /** @description Of the batch; null where nothing is due. */
            batchId: string | null;
            /** @description Until when nobody else gets it; what is not reported on by then is offered again under the same keys. */
            leasedUntil: string | null;
            /** @description Bodies, ready to be posted as they are. They hold numbers of up to 17 digits: post the text of each, do not parse it. */
            requests?: {
                [key: string]: unknown;
            }[];
            /** @description Where each of `requests` goes, in their order. */
            targets?: components["schemas"]["FeedbackTarget"][];
            /** @description A file, ready to be uploaded. */
            csv?: string;
            /** @description What is in it. */
            fileName?: string;
            /** @description What is in it. */
            items: components["schemas"]["FeedbackBatchItem"][];
        };
        /** @description An item that is handed out. */
        FeedbackBatchItem: {
            /**
             * Format: uuid
             * @description Of the item, by which it is reported on.
             */
            id: string;
            /**
             * Format: uuid
             * @description The lead.
             */
            leadId: string;
            /**
             * @description What is told of it.
             * @enum {string}
             */
            kind: "conversion" | "stage" | "restate" | "retract";
            /** @description By which the platform knows it. */
            dedupKey: string;
            /** @description The platform takes it until then; null: whenever. */
            sendBefore: string | null;
        };
        /** @description What a campaign brings. */
        FeedbackCampaign: {
            /** @description The campaign; null where leads name none. */
            campaign: string | null;
            /** @description Leads of it that the platform knows, received in that time. */
            leads: number;
            /** @description Those of them that never existed, were no prospects or were there already. */
            junk: number;
            /** @description The share of junk. */
            junkRate: number;
        };
        /** @description An account of an ad platform, and what it is told of leads. */
        FeedbackDestination: {
            /**
             * Format: uuid
             * @description Stays the same whatever else is changed.
             */
            id: string;
            /** @description What it is called, for people. */
            name: string;
            /**
             * @description Who is told. It stays what it is.
             * @enum {string}
             */
            platform: "googleAds" | "meta" | "linkedin" | "microsoft" | "tiktok" | "generic";
            /** @description The account, and how it is told: the fields depend on the platform, and stand under *What each platform is told by* on the page on the API. */
            settings: {
                [key: string]: unknown;
            };
            /** @description Of which sources it is told, compared without case. Without it, of every lead by which the platform can know it. */
            sources?: string[];
            /**
             * Format: date-time
             * @description It is told of what happens from then on; by default from when it is made. It stays what it is.
             */
            startAt?: string;
            /**
             * @description `shadow`: everything is worked out and can be looked at, nothing is handed out, and what was due counts as told.
             * @default live
             * @enum {string}
             */
            mode: "live" | "shadow";
            /**
             * @description `tag`: a tag on the website counts new leads; only what becomes of them is told, by the `transactionId` or `eventId` of the lead.
             * @default touchline
             * @enum {string}
             */
            leadCountedBy: "touchline" | "tag";
            /**
             * @description What is told of what. Of several that a disposition fits the first that sends an event does; what changes or takes back applies together.
             * @default []
             */
            rules: {
                /** @description What happened: { "milestone" }, or { "intent" | "category", "reason"? } of a disposition. */
                on: {
                    /**
                     * @description A lead that has come so far; `received` is the new lead.
                     * @enum {string}
                     */
                    milestone: "received" | "qualified" | "opportunity" | "won";
                } | {
                    /**
                     * @description A lead that is closed with a reason of this intent.
                     * @enum {string}
                     */
                    intent: "neverExisted" | "notAProspect" | "duplicate" | "stop" | "realButNotNow" | "realButLost" | "notAFit";
                    /** @description This reason alone, by its code. */
                    reason?: string;
                } | {
                    /**
                     * @description A lead that is closed so.
                     * @enum {string}
                     */
                    category: "nurture" | "recycle" | "suppress" | "lost";
                    /** @description This reason alone, by its code. */
                    reason?: string;
                };
                /** @description What the platform is told: the fields of its platform, which stand there too, and `value`; or `{ "retract": milestone }`, or `{ "restate": milestone, "value" }`. */
                send: {
                    [key: string]: unknown;
                };
            }[];
            /**
             * Format: durationOrZero
             * @description So long, in elapsed time, a platform that takes nothing back is not told of a new lead; `PT0S` for not at all, `P5D` at most.
             * @default PT24H
             */
            quarantine: string;
            /**
             * Format: durationOrZero
             * @description What takes back, and whatever else follows of a disposition, waits so long in elapsed time. Within a day it can be corrected, and what has been taken back stays so. Where a platform would not take it by then, it leaves a day before the platform’s time is over, or at once.
             * @default PT24H
             */
            retractAfter: string;
            /**
             * @description More are not handed out within 24 hours: the destination stops, and the owner of the queue is told.
             * @default 500
             */
            retractionsPerDay: number;
            /**
             * @description Whether requests are posted by the program itself, about once a minute, with these credentials. Else they wait to be fetched.
             * @default false
             */
            push: boolean;
            /** @description Since when it has these credentials, which are never answered; null: it has none. */
            credentialsSetAt: string | null;
            /** @description That nothing is handed out until somebody resumes it; null where it is. */
            stopped: components["schemas"]["StoppedDestination"] | null;
            /** @description Grows with every change, from 1. */
            version: number;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was changed last.
             */
            updatedAt: string;
        };
        /** @description A page of a list. */
        FeedbackDestinationPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["FeedbackDestination"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description What the platform said of it. */
        FeedbackError: {
            /** @description As the platform calls it, or the rule that it would have broken. */
            code: string;
            /** @description In words. */
            message: string;
        };
        /** @description How often something happened. */
        FeedbackFailed: {
            /** @description What. */
            name: string;
            /** @description How often. */
            count: number;
        };
        /** @description How a destination is doing. */
        FeedbackHealth: {
            /** @description Whether nothing is handed out. */
            stopped: boolean;
            /** @description When something was sent last; null: never. */
            lastSentAt: string | null;
            /** @description When something was accepted last; null: never. */
            lastAcceptedAt: string | null;
            /** @description What was handed out last, within the last 30 days; null: nothing. */
            lastBatch: components["schemas"]["FeedbackLastBatch"] | null;
            /** @description How the program itself posts; null where it does not. */
            push: components["schemas"]["FeedbackPush"] | null;
            backlog: components["schemas"]["FeedbackBacklog"];
            /**
             * Format: date-time
             * @description The numbers below are from then on: of the last 30 days.
             */
            since: string;
            /** @description What the platform has accepted. */
            accepted: number;
            /** @description What could be told no longer before anybody fetched it. */
            expired: number;
            /** @description Conversions that were taken back. */
            retracted: number;
            /** @description Conversions that count although they should not: they are worth nothing, which is all the platform can do. */
            countWrong: number;
            /** @description What the platform has refused for good, by its codes. */
            failed: components["schemas"]["FeedbackFailed"][];
            /** @description What was not told, by reason. */
            withheld: components["schemas"]["FeedbackWithheld"][];
            /** @description Those with the most junk first, 50 at most. */
            campaigns: components["schemas"]["FeedbackCampaign"][];
        };
        /** @description One thing that a platform is told of a lead, or is not. */
        FeedbackItem: {
            /**
             * Format: uuid
             * @description Of the item.
             */
            id: string;
            /**
             * Format: uuid
             * @description The lead.
             */
            leadId: string;
            /**
             * @description `conversion`: counts something new; `stage`: the same where a platform takes events of any name; `restate`: what was counted is worth something else; `retract`: it no longer counts.
             * @enum {string}
             */
            kind: "conversion" | "stage" | "restate" | "retract";
            /**
             * @description How far the lead has come, or what became of it.
             * @enum {string}
             */
            stage: "lead" | "qualified" | "opportunity" | "won" | "nurture" | "recycle" | "disqualified" | "lost" | "suppressed";
            /** @description Grows when something counts anew; 0 where the item only says why nothing is told. */
            revision: number;
            /** @description By which the platform knows it; of an adjustment, that of what it adjusts. */
            dedupKey: string;
            /** @description The item that it changes or takes back; null where it does neither. */
            adjusts: string | null;
            /**
             * @description `sent` is what a success of the request proves, `accepted` what the platform says of it. What was `superseded` never left.
             * @enum {string}
             */
            state: "pending" | "leased" | "sent" | "accepted" | "failed" | "expired" | "superseded" | "withheld";
            /** @description Why it is not told; null where it is, or will be. */
            withheldReason: ("noIdentifier" | "consentDenied" | "consentMissing" | "stopped" | "countedByTag" | "windowClosed" | "originalNotAccepted" | "platformCannotRetract" | "platformCannotRestate" | "alreadyRetracted" | "valueMissing") | null;
            /** @description Of what is `pending`, why it is not handed out now; null where nothing is in its way. */
            waitsFor: ("correction" | "quarantine" | "clickAge" | "pause" | "destinationStopped" | "earlierStage" | "otherAdjustment" | "formerCounts") | null;
            /** @description The same in words: why it is not told, or waits. */
            why: string | null;
            /**
             * Format: date-time
             * @description When it happened; of an adjustment, when it was decided.
             */
            eventAt: string;
            /** @description What is told of worth; null: nothing. */
            value: components["schemas"]["ToldValue"] | null;
            /** @description Whether it only makes worthless what should not count: the platform cannot take it back. */
            isCountWrong: boolean;
            /**
             * Format: date-time
             * @description It is not handed out before.
             */
            notBefore: string;
            /** @description The platform takes it until then; null: whenever. */
            sendBefore: string | null;
            /** @description How often it was handed out. */
            attempts: number;
            /** @description Whether nobody said what became of it when it was handed out before. */
            mayHaveLeft: boolean;
            /** @description The batch that it was handed out with last. */
            batchId: string | null;
            /** @description Until when whoever has it may report on it; null: nobody has it. */
            leasedUntil: string | null;
            /** @description What the platform said of it last; null: nothing. */
            error: components["schemas"]["FeedbackError"] | null;
            /**
             * Format: date-time
             * @description When it was planned.
             */
            createdAt: string;
            /** @description When it was sent; null: not yet, or never. */
            sentAt: string | null;
            /** @description When it was accepted; null: not yet, or never. */
            acceptedAt: string | null;
            /** @description Whether it was only worked out, and is never handed out. */
            shadow: boolean;
        };
        /** @description A page of a list. */
        FeedbackItemPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["FeedbackItem"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description What was handed out last, to the program itself or to a job. */
        FeedbackLastBatch: {
            /**
             * Format: uuid
             * @description Of the batch.
             */
            batchId: string;
            /**
             * Format: date-time
             * @description When it was handed out.
             */
            leasedAt: string;
            /** @description When it was reported on; null: not yet, or never. */
            reportedAt: string | null;
            /**
             * @description `taken`: all of it; `partly`; `later`: nothing was taken, and it is tried again; `refused`: nothing was taken; `unreported`: nobody has said what became of it.
             * @enum {string}
             */
            result: "taken" | "partly" | "later" | "refused" | "unreported";
            /** @description Items that the platform has taken. */
            taken: number;
            /** @description Items that it takes never. */
            failed: number;
            /** @description Items that are tried again. */
            again: number;
            /** @description What the platform said of those that it did not take, most often; null: nothing, or something else by now. */
            error: components["schemas"]["FeedbackLastError"] | null;
            /** @description How many items were in it. */
            items: number;
        };
        /** @description What the platform said of those that it did not take, most often. */
        FeedbackLastError: {
            /** @description As the platform calls it; `noAnswer` where none came. */
            code: string;
            /** @description In words. */
            message: string;
        };
        /** @description What a destination would be told of a lead. */
        FeedbackPreview: {
            /** @description Whether it is told of this lead at all. */
            told: boolean;
            /** @description Why it is not, in words; null where it is. */
            why: string | null;
            /** @description The bodies that would be posted, in their order, each with one item. */
            requests: {
                [key: string]: unknown;
            }[];
            /** @description The files that would be uploaded, in their order. */
            files: string[];
            /** @description All that follows of what has happened to the lead, as if it were posted when it is due and accepted at once, and nothing more happened. Nothing of it is kept. */
            items: components["schemas"]["FeedbackItem"][];
        };
        /** @description How the program itself posts. */
        FeedbackPush: {
            /** @description How often, one after another, the platform was busy, did not answer, or gave no token. */
            failures: number;
            /** @description When it posts next, about; null where nothing waits, or the destination is stopped. */
            nextAt: string | null;
        };
        /** @description What has become of a batch. */
        FeedbackReported: {
            /**
             * Format: uuid
             * @description Of the batch.
             */
            batchId: string;
            /** @description Whether the destination is stopped, because the platform takes nothing of the account. */
            stopped: boolean;
            /** @description Those that have changed. */
            items: components["schemas"]["FeedbackReportedItem"][];
        };
        /** @description An item that was reported on. */
        FeedbackReportedItem: {
            /**
             * Format: uuid
             * @description Of the item.
             */
            id: string;
            /**
             * @description What it is now.
             * @enum {string}
             */
            state: "pending" | "leased" | "sent" | "accepted" | "failed" | "expired" | "superseded" | "withheld";
            /** @description It is offered again then at the earliest; null where it is not. */
            notBefore: string | null;
        };
        /** @description Where a body goes. */
        FeedbackTarget: {
            /**
             * @description How it is sent.
             * @enum {string}
             */
            method: "POST";
            /** @description The address; empty where a program of one’s own has told none. */
            url: string;
            /** @description Headers that it needs beside the credentials of whoever posts it. */
            headers: {
                [key: string]: string;
            };
            /** @description The items in it, in the order of the body. */
            items: string[];
        };
        /** @description What a platform says of one conversion of nobody. */
        FeedbackTest: {
            /** @description Whether it was posted. */
            posted: boolean;
            /** @description Why it was not posted, in words; null where it was. */
            why: string | null;
            /** @description What the answer means; null where there is none. */
            verdict: ("taken" | "refused" | "busy" | "accountBroken") | null;
            /** @description As the platform calls what it refuses; null where it takes it, or was not asked. */
            code: string | null;
            /** @description What the platform said; null where it was not asked. */
            answer: components["schemas"]["FeedbackTestAnswer"] | null;
            /** @description The request; null where no rule sends an event, or where conversions are told by files. */
            request: components["schemas"]["FeedbackTestRequest"] | null;
        };
        /** @description What the platform said. */
        FeedbackTestAnswer: {
            /** @description The status; null where no answer came in time. */
            status: number | null;
            /** @description What it said, shortened. */
            message: string;
            /** @description By what the platform finds the request again; null where it says nothing. */
            requestId: string | null;
        };
        /** @description The request, ready to be posted, without credentials. */
        FeedbackTestRequest: {
            /**
             * @description How it is sent.
             * @enum {string}
             */
            method: "POST";
            /** @description The address. */
            url: string;
            /** @description Headers that it needs beside credentials. */
            headers: {
                [key: string]: string;
            };
            /** @description The body; numbers have up to 17 digits. */
            body: {
                [key: string]: unknown;
            };
        };
        /** @description How many wait for something. */
        FeedbackWaiting: {
            /**
             * @description What for.
             * @enum {string}
             */
            name: "correction" | "quarantine" | "clickAge" | "pause" | "destinationStopped" | "earlierStage" | "otherAdjustment" | "formerCounts";
            /** @description In words. */
            why: string;
            /** @description How many. */
            count: number;
        };
        /** @description How often something was not told. */
        FeedbackWithheld: {
            /**
             * @description Why it was not.
             * @enum {string}
             */
            name: "noIdentifier" | "consentDenied" | "consentMissing" | "stopped" | "countedByTag" | "windowClosed" | "originalNotAccepted" | "platformCannotRetract" | "platformCannotRestate" | "alreadyRetracted" | "valueMissing";
            /** @description In words. */
            why: string;
            /** @description How often. */
            count: number;
        };
        /** @description Something that would happen. */
        Foreseen: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Of which clock; null where it is about the lead itself. */
            clock: ("firstTouch" | "leadResponse" | "followUp" | "decide" | "nurtureWake" | "recycle") | null;
            /**
             * @description What would happen, in a word. `open`: it is time for a step; `start`, `met`, `correct`, `end`, `pause`, `resume`, `replan`, `hold`: what becomes of a clock; `reassign`: it is to move because of a miss; the others are what becomes of the lead.
             * @enum {string}
             */
            what: "warning" | "breach" | "remind" | "reassign" | "escalate" | "start" | "open" | "met" | "correct" | "end" | "pause" | "resume" | "replan" | "hold" | "assign" | "queue" | "touch" | "dispose" | "wake" | "reopen" | "change";
            /** @description The type of the event that would be recorded of it. */
            type?: string;
            /** @description One plain sentence, as the timeline has it. */
            text: string;
            /** @description Whose clock or touch it is, or who would have the lead; null for clocks of the company. */
            repId?: string | null;
            /** @description Of a cadence: which step it is. */
            step?: number;
            /**
             * Format: date-time
             * @description Of a step: when its window opens.
             */
            opensAt?: string;
            /** @description The deadline; null for a clock that only measures. */
            dueAt?: string | null;
            /** @description Of a warning: how much of the time is used, as a fraction below 1; 0 when a window opens. */
            share?: number;
            /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
            to?: "manager" | "managersManager" | "queueOwner" | {
                /**
                 * Format: uuid
                 * @description The `id` of that rep.
                 */
                repId: string;
            } | {
                /**
                 * Format: uuid
                 * @description The `id` of that team.
                 */
                teamId: string;
            };
            /** @description Of an escalation or a reminder: the rep who would be told; of a move: who would get the lead. Null where there is nobody. */
            toRepId?: string | null;
            /**
             * Format: uuid
             * @description The team that would be told, or in whose place somebody would be.
             */
            toTeamId?: string;
            /** @description Who of the team would be told. */
            toRepIds?: string[];
            /** @description Who would be away by then, and is passed over, by the absences that are known now. */
            insteadOf?: string[];
            /** @description Of a breach: what the policy’s mode leaves undone. */
            wouldHave?: ("reassign" | "escalate" | "remind")[];
            /** @description Of a disposition. */
            category?: string;
            /** @description Of a disposition, or why a clock ends. */
            reason?: string;
        };
        /** @description A clock that the lead would have. */
        ForeseenClock: {
            /**
             * @description `firstTouch`: the owner’s, from assignment. `leadResponse`: the lead’s, from receipt. `followUp`: a step of the owner’s follow-up, until its window closes. `decide`: the owner’s, to decide what becomes of a lead that was worked on. The others bring it back.
             * @enum {string}
             */
            kind: "firstTouch" | "leadResponse" | "followUp" | "decide" | "nurtureWake" | "recycle";
            /**
             * Format: date-time
             * @description When it began.
             */
            startedAt: string;
            /** @description The deadline; null where it only measures, and while nobody knows how long it is paused. */
            dueAt: string | null;
            /** @description The time promised, a duration as the policy has it; null for a clock that only measures. */
            target: string | null;
        };
        /** @description A kind of handoff: what begins it, what is handed over, and who receives it with which promises. */
        HandoffKind: {
            /**
             * Format: uuid
             * @description Stays the same whatever else is changed.
             */
            id: string;
            /** @description What it is called; no two kinds have one name, without case. */
            name: string;
            /** @description When it happens, in one sentence: "When a deal is marked won, …". */
            moment: string;
            /** @description What begins it. */
            start: {
                /**
                 * @description `deal.won`: when a deal is won; `delivery.completed`: when a program says so of a deal; `renewal.due`: `daysBefore` the last day for notice, or the end of the term where no notice is agreed; `manual`: when somebody begins it, on a deal or an account. Who gives follows from it: the owner of the deal where a deal is won, else the owner of the account, who answers for it until a receiver has accepted.
                 * @enum {string}
                 */
                on: "deal.won" | "delivery.completed" | "renewal.due" | "manual";
                /** @description So many days before a renewal is due: asked for there, and there alone. */
                daysBefore?: number;
            };
            /** @description A JSON Schema (draft 2020-12) of an object, of what a page can ask for: `type`, `properties`, `required`, `additionalProperties` (true or false), `items`, bounds, `pattern`, `format` (date, date-time, email, uri, uuid, duration, currency, timeZone, amount), and choices by `enum`, `const` or `oneOf` of `const` with `title`; `$ref` to definitions of its own (`#/$defs/…`). What depends on another field is a condition in `ready`. A `title` is what people call a field; a `title` or `description` that ends with a question mark is what they are asked. `"sensitive": true` hides a field from everybody but the parties. `"role": "billing"` marks the field of the billing arrangement: its fixed `lines` have to add up to the amount of the deal, net of tax. At most 200 fields on 8 levels. The order of fields is that of the form. */
            form: {
                [key: string]: unknown;
            };
            /**
             * @description The definition of ready, beyond what the form requires. None of it holds a handoff up once it runs.
             * @default []
             */
            ready: {
                /**
                 * ReadyCondition
                 * @description A condition in the language of routing rules. Its fields are those of the form, `form.` and their names with dots between them (of a list of objects their texts, as the list of all of them), and `deal.amount`, `deal.currency`, `deal.term.startsOn`, `deal.term.endsOn`, `deal.term.noticeDays`. Amounts compare as numbers. A value that a field can never have is refused.
                 */
                when: unknown;
                /** @description What has to be so, for whoever fills in the form: shown while it is not. */
                text: string;
            }[];
            /** @description Who receives: each with an owner of done. */
            receivers: {
                /** @description Who receives, such as Operations or Finance; no two receivers of a kind have one name, without case. */
                name: string;
                /**
                 * Format: uuid
                 * @description The team that receives. Somebody in it is active.
                 */
                teamId: string;
                /**
                 * Format: uuid
                 * @description Who answers for the outcome, by name: it is done when the checklist is ticked and they have confirmed that it is processed.
                 */
                ownerOfDoneRepId: string;
                /** @description The fields of the form (of its first level) that this receiver sees; all of them by default. */
                sections?: string[];
                /**
                 * @description What is done before it is done. More than 20 entries are saved with a warning.
                 * @default []
                 */
                checklist: {
                    /** @description What has to be done. */
                    text: string;
                    /** @description An address that begins with https:// or http://. Where the procedure stands. */
                    link?: string;
                }[];
                /**
                 * Format: duration
                 * @description How soon somebody accepts it, or returns it with what is missing. In working time.
                 */
                acknowledgeWithin: string;
                /**
                 * Format: duration
                 * @description How soon it is processed. In working time.
                 */
                completeWithin: string;
            }[];
            /** @description The one path of whatever cannot go its usual way. */
            escalation: {
                /**
                 * Format: uuid
                 * @description Who decides, alone.
                 */
                deciderRepId: string;
                /**
                 * Format: duration
                 * @description How fast. In working time.
                 */
                decideWithin: string;
                /** @description What they have to be told to decide. */
                needs: string;
            };
            /**
             * @description What is known to go another way now and then.
             * @default []
             */
            exceptions: {
                /** @description What happens now and then; no two have one name, without case. */
                name: string;
                /**
                 * @description `standardise`: it is handled in the same way each time; `automate`: a program does it; `escalate`: somebody decides each time.
                 * @enum {string}
                 */
                treatment: "standardise" | "automate" | "escalate";
            }[];
            /**
             * Format: duration
             * @description How soon the client is told what happens next, by whoever gives. In working time.
             */
            clientToldWithin?: string;
            /** @description In the answer of a change: what works, but hardly as it was meant; absent where nothing does. */
            warnings?: components["schemas"]["Warning"][];
            /** @description Grows with every change, from 1. */
            version: number;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was changed last.
             */
            updatedAt: string;
        };
        /** @description A page of a list. */
        HandoffKindPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["HandoffKind"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description Who had the lead. */
        HeldAssignment: {
            /**
             * Format: uuid
             * @description Of the assignment.
             */
            id: string;
            /**
             * Format: date-time
             * @description From when.
             */
            fromAt: string;
            /** @description Until when; null while it lasts. */
            untilAt: string | null;
            /** @description Who; null while it waited for somebody. */
            repId: string | null;
            /** @description Why they had it. */
            cause: string;
            /** @description By which rule; null for none. */
            rule: string | null;
            /** @description What was noted; null for nothing. */
            note: string | null;
            /** @description What the lead held where rules did not match. */
            comparedValues: unknown[];
            /** @description The same when it was to move last and nobody else could take it. */
            comparedValuesOfStay: unknown[];
        };
        /** @description A deal that came of it. */
        HeldDeal: {
            /**
             * Format: uuid
             * @description Of the deal.
             */
            id: string;
            /** @description What it is called. */
            name: string;
            /**
             * Format: date-time
             * @description Since when it is known.
             */
            createdAt: string;
            /**
             * @description Whether it is won or lost.
             * @enum {string}
             */
            stage: "open" | "won" | "lost";
            /** @description What it is worth, a decimal number; null where that is not known. */
            amount: string | null;
            /** @description In which currency; null with the amount. */
            currency: string | null;
            /** @description Since when it is won; null while it is not. */
            wonAt: string | null;
            /** @description Since when it is lost; null while it is not. */
            lostAt: string | null;
            /** @description Why it was lost; null where nobody said. */
            lostReason: string | null;
        };
        /** @description With what the lead was closed. */
        HeldDisposition: {
            /**
             * Format: uuid
             * @description Of the disposition.
             */
            id: string;
            /**
             * Format: date-time
             * @description When.
             */
            decidedAt: string;
            /** @description Whether it was disposed, corrected or reversed. */
            kind: string;
            /** @description What became of the lead. */
            category: string;
            /** @description The code of the reason. */
            reason: string;
            /** @description The reason, for people. */
            label: string;
            /** @description What was noted; null for nothing. */
            note: string | null;
            /** @description What came with it; null for nothing. */
            fields: {
                [key: string]: unknown;
            } | null;
        };
        /** @description A lead of the person, with all that is kept about it. */
        HeldLead: {
            /**
             * Format: uuid
             * @description Of the lead.
             */
            id: string;
            /** @description Where it came from. */
            source: string;
            /** @description What kind of source that is; null where that was not told. */
            channel: string | null;
            /** @description Which campaign brought it; null where that was not told. */
            campaign: string | null;
            /** @description Which form was filled in; null where that was not told. */
            form: string | null;
            /** @description When the person sent it; null where that was not told. */
            submittedAt: string | null;
            /**
             * Format: date-time
             * @description When it arrived.
             */
            receivedAt: string;
            /** @description Whether it was sent to try something out. */
            test: boolean;
            /**
             * @description Whether it is worked on, or how it ended.
             * @enum {string}
             */
            status: "open" | "nurturing" | "recycled" | "suppressed" | "lost" | "won";
            /** @description Its id where it came from; null for none. */
            externalId: string | null;
            /** @description The address of the page; null where that was not told. */
            landingPage: string | null;
            /** @description What the person wrote; null for nothing. */
            message: string | null;
            /** @description The person; null for nothing. */
            contact: {
                [key: string]: unknown;
            } | null;
            /** @description The company; null for nothing. */
            company: {
                [key: string]: unknown;
            } | null;
            /** @description Whatever else was told; null for nothing. */
            attributes: {
                [key: string]: unknown;
            } | null;
            /** @description By what ad platforms know the click again; null for nothing. */
            clickIds: {
                [key: string]: unknown;
            } | null;
            /** @description What the person allowed ad platforms; null for nothing. */
            consent: {
                [key: string]: unknown;
            } | null;
            /** @description Its ids in other systems; null for nothing. */
            refs: {
                [key: string]: unknown;
            } | null;
            /** @description Contact attempts, in the order in which they were reported. */
            touches: components["schemas"]["HeldTouch"][];
            /** @description What was decided about it. */
            dispositions: components["schemas"]["HeldDisposition"][];
            /** @description How far it came. */
            milestones: components["schemas"]["HeldMilestone"][];
            /** @description What was told of that. */
            milestoneHistory: components["schemas"]["HeldMilestoneEntry"][];
            /** @description What came of it. */
            deals: components["schemas"]["HeldDeal"][];
            /** @description Who had it. */
            assignments: components["schemas"]["HeldAssignment"][];
            /** @description What was promised about it. */
            promises: components["schemas"]["HeldPromise"][];
            /** @description When promises stood still. */
            pauses: components["schemas"]["HeldPause"][];
            /** @description What ad platforms were told of it. */
            toldToPlatforms: components["schemas"]["HeldToldToPlatform"][];
            /** @description What webhooks answered to events about it, which name nobody. */
            toldToWebhooks: components["schemas"]["HeldToldToWebhook"][];
        };
        /** @description How far the lead came. */
        HeldMilestone: {
            /**
             * Format: uuid
             * @description Of the milestone.
             */
            id: string;
            /**
             * Format: date-time
             * @description When it was reached.
             */
            occurredAt: string;
            /** @description Which one. */
            name: string;
            /** @description What it is worth, as a decimal number; null where that was not told. */
            amount: string | null;
            /** @description In which currency; null where that was not told. */
            currency: string | null;
            /** @description When it turned out to be none; null while it stands. */
            reversedAt: string | null;
        };
        /** @description What was told of a milestone. */
        HeldMilestoneEntry: {
            /**
             * Format: uuid
             * @description Of the entry.
             */
            id: string;
            /**
             * Format: date-time
             * @description When.
             */
            decidedAt: string;
            /** @description Whether it was reached, is worth something else, or was reversed. */
            kind: string;
            /** @description What it is worth, as a decimal number; null where that was not told. */
            amount: string | null;
            /** @description In which currency; null where that was not told. */
            currency: string | null;
            /** @description Why it was reversed; null where it was not. */
            note: string | null;
        };
        /** @description When promises stood still. */
        HeldPause: {
            /**
             * Format: uuid
             * @description Of the pause.
             */
            id: string;
            /**
             * Format: date-time
             * @description From when.
             */
            fromAt: string;
            /** @description Until when; null while that is not known. */
            untilAt: string | null;
            /** @description Why; null where nobody said so. */
            reason: string | null;
        };
        /** @description By when something was promised. */
        HeldPromise: {
            /**
             * Format: uuid
             * @description Of the clock.
             */
            id: string;
            /** @description What. */
            kind: string;
            /**
             * @description What became of it.
             * @enum {string}
             */
            state: "running" | "met" | "breached" | "cancelled";
            /**
             * Format: date-time
             * @description Since when.
             */
            startedAt: string;
            /** @description By when; null for no deadline. */
            dueAt: string | null;
            /** @description When it was kept; null where it was not. */
            metAt: string | null;
            /** @description When it was missed; null where it was not. */
            breachedAt: string | null;
            /** @description In which ways and in which place the person may be contacted, as the deadline takes it; null for none. */
            reach: string | null;
        };
        /** @description That leads with the address or number are closed as they come in. */
        HeldSuppression: {
            /**
             * @description What of a lead it is about.
             * @enum {string}
             */
            kind: "email" | "phone" | "domain";
            /** @description SHA-256 of `kind:identifier`: the identifier itself is not kept. */
            hash: string;
            /** @description The code of the reason. */
            reason: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /** @description When it ends by itself; null: it holds for good. */
            until: string | null;
            /** @description When it was lifted; null while it was not. */
            liftedAt: string | null;
            /** @description Why it was lifted; null where nobody said so. */
            liftReason: string | null;
        };
        /** @description Something that an ad platform was told of it, or was to be told. */
        HeldToldToPlatform: {
            /**
             * @description Who was told.
             * @enum {string}
             */
            platform: "googleAds" | "meta" | "linkedin" | "microsoft" | "tiktok" | "generic";
            /**
             * @description What it was told.
             * @enum {string}
             */
            kind: "conversion" | "stage" | "restate" | "retract";
            /** @description How far the lead had come, or what became of it. */
            stage: string;
            /**
             * @description What has become of that.
             * @enum {string}
             */
            state: "pending" | "leased" | "sent" | "accepted" | "failed" | "expired" | "superseded" | "withheld";
            /** @description By what the platform knows it. */
            knownBy: string;
            /** @description By which of what is known of the person it went; null where it never left. */
            identifiers: string[] | null;
            /** @description What the person allowed then; null for nothing. */
            consent: {
                [key: string]: unknown;
            } | null;
            /** @description What it was worth, a decimal number; null where nothing was told. */
            amount: string | null;
            /** @description In which currency; null where nothing was told. */
            currency: string | null;
            /**
             * Format: date-time
             * @description When it happened.
             */
            eventAt: string;
            /** @description When it was sent; null where it never left. */
            sentAt: string | null;
            /** @description When it was accepted; null where it was not. */
            acceptedAt: string | null;
            /** @description What the platform said of it; null for nothing. */
            answer: string | null;
        };
        /** @description A time that an event about it was posted to a webhook. */
        HeldToldToWebhook: {
            /**
             * Format: uuid
             * @description Of the delivery.
             */
            id: string;
            /** @description Which time that was, from 1. */
            number: number;
            /** @description The status of the answer; null: no answer came. */
            status: number | null;
            /** @description Why it was no success; null where it was one. */
            problem: string | null;
            /** @description How the answer begins; null: none came. */
            answer: string | null;
        };
        /** @description A contact attempt. */
        HeldTouch: {
            /**
             * Format: uuid
             * @description Of the touch.
             */
            id: string;
            /**
             * Format: date-time
             * @description When it happened.
             */
            occurredAt: string;
            /**
             * Format: date-time
             * @description When it was reported.
             */
            recordedAt: string;
            /** @description In which way. */
            kind: string;
            /** @description From whom to whom. */
            direction: string;
            /** @description What came of it. */
            outcome: string;
            /** @description How long it took, in elapsed seconds; null where that was not told. */
            durationSeconds: number | null;
            /** @description Whether a program made it by itself. */
            automated: boolean;
            /** @description Who made it; null for nobody in particular. */
            repId: string | null;
            /** @description When it was taken back; null while it stands. */
            voidedAt: string | null;
            /** @description What was noted; null for nothing. */
            note: string | null;
            /** @description Its id in another system; null for none. */
            externalId: string | null;
            /** @description Why it was taken back; null while it stands. */
            voidReason: string | null;
        };
        /** @description Time in which nothing follows from what falls due. */
        Hold: {
            /**
             * Format: uuid
             * @description Of the hold.
             */
            id: string;
            /** @description "all", { "source" }, { "poolId" } or { "policyId" }. Which leads. */
            scope: "all" | {
                /** @description Leads from this source, without case. */
                source: string;
            } | {
                /**
                 * Format: uuid
                 * @description Leads of this pool.
                 */
                poolId: string;
            } | {
                /**
                 * Format: uuid
                 * @description Leads under this policy.
                 */
                policyId: string;
            };
            /** @description When it ends by itself; null: when somebody deletes it. */
            until: string | null;
            /** @description Why, in words of your own: the timelines of the leads say it. */
            reason?: string;
            /**
             * @description Who made it: a person, or the engine: because too many leads were to move at once, or because touches have fallen silent.
             * @enum {string}
             */
            by: "person" | "stormBreaker" | "silence";
            /**
             * Format: date-time
             * @description When it began.
             */
            createdAt: string;
            ended?: components["schemas"]["EndedHold"];
        };
        /** @description A page of a list. */
        HoldPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Hold"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description A country or a part of one whose public holidays are known. */
        HolidayRegion: {
            /** @description What a calendar names as its `holidayRegion`. */
            region: string;
            /** @description In English where there is such a name, else in the language of the country. */
            name: string;
            /** @description The region that it is a part of; a country has none. */
            within?: string;
        };
        /** @description A list as a whole. */
        HolidayRegionList: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["HolidayRegion"][];
        };
        /** @description Long work, done in the background. */
        Job: {
            /**
             * Format: uuid
             * @description Of the job.
             */
            id: string;
            /**
             * @description `policyDryRun`: a draft of policies, played over what really happened. `bulkClosing`: all leads that a filter finds are closed. `bulkUndo`: such a closing is undone.
             * @enum {string}
             */
            kind: "policyDryRun" | "bulkClosing" | "bulkUndo";
            /**
             * @description `running` from the moment at which it is asked for. A job that its node dies over goes on elsewhere.
             * @enum {string}
             */
            state: "running" | "done" | "failed" | "cancelled";
            /** @description How much of it is done. */
            progress: number;
            /**
             * Format: uuid
             * @description The closing of many leads that it works on.
             */
            bulkId?: string;
            /** @description What came of it, once it is `done`. Not in lists. */
            result?: components["schemas"]["DryRun"] | components["schemas"]["BulkOutcome"];
            /** @description Why it `failed`. */
            error?: string;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            createdAt: string;
            /** @description When it was begun; null while it waits for those before it. */
            startedAt: string | null;
            /** @description When it was over; 30 days later it is forgotten. */
            finishedAt: string | null;
        };
        /** @description A page of a list. */
        JobPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Job"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description A JSON Schema. */
        JsonSchema: {
            /** @description The dialect it is written in. */
            $schema: string;
        } & {
            [key: string]: unknown;
        };
        /** @description Something that was not erased. */
        KeptAfterErasure: {
            /** @description What it is, in plain English. */
            what: string;
            /** @description Why it is kept. */
            why: string;
            /** @description How many rows. */
            rows: number;
        };
        /** @description A lead as it is now. */
        Lead: {
            /**
             * Format: uuid
             * @description Of the lead.
             */
            id: string;
            /** @description Its id where it came from. A `source` and an `externalId` are one lead, however often it is sent. */
            externalId?: string;
            /** @description Where it came from, such as `google-ads`; compared without case. */
            source: string;
            /** @description What kind of source that is, such as `paid-search`. */
            channel?: string;
            /** @description The campaign that brought it. */
            campaign?: string;
            /** @description The form that was filled in. */
            form?: string;
            /** @description The address of the page on which the person arrived. */
            landingPage?: string;
            /** @description What the person wrote. */
            message?: string;
            /** @description Its ids in other systems, by system. */
            refs?: {
                [key: string]: string;
            };
            /** @description The company they ask for. */
            company?: {
                /** @description Its name. */
                name?: string;
                /** @description Its domain, such as `example.com`. */
                domain?: string;
                /** @description A country by its ISO 3166-1 code, such as `DE`. A name in one of many languages, or a common spelling, becomes the code: `Germany`, `Deutschland`, `U.S.`, `UK`. What may be several countries is listed in `issues`, and so is what is not known, which is kept as it was sent. */
                country?: string;
                /** @description A part of the country. */
                region?: string;
                /** @description What it does. */
                industry?: string;
                /** @description How many people work there. */
                employees?: number;
            };
            /** @description Whatever else is known: at most 100 fields, flat. */
            attributes?: {
                [key: string]: string | number | boolean;
            };
            /** @description What the person allowed ad platforms. */
            consent?: {
                /**
                 * @description Whether their data may be sent to them.
                 * @enum {string}
                 */
                adUserData?: "granted" | "denied" | "unspecified";
                /**
                 * @description Whether ads may be fitted to the person by it.
                 * @enum {string}
                 */
                adPersonalization?: "granted" | "denied" | "unspecified";
            };
            /**
             * @description A lead that is sent to try something out: it goes to the test pool of the settings alone, its promises run and people are told, and it counts nowhere. It stays one.
             * @default false
             */
            test: boolean;
            /** @description The person. */
            contact: {
                /** @description The whole name. */
                name?: string;
                /** @description The first name. */
                firstName?: string;
                /** @description The last name. */
                lastName?: string;
                /** @description What they are in their company. */
                title?: string;
                /** @description The e-mail address; compared without case. One that cannot be read is kept, and listed in `issues`. */
                email?: string;
                /** @description The number as it was given; compared as a number of `country`, else of the default country of the settings. */
                phone?: string;
                /** @description A country by its ISO 3166-1 code, such as `DE`. A name in one of many languages, or a common spelling, becomes the code: `Germany`, `Deutschland`, `U.S.`, `UK`. What may be several countries is listed in `issues`, and so is what is not known, which is kept as it was sent. */
                country?: string;
                /** @description A part of the country. */
                region?: string;
                /** @description The postal code. */
                postalCode?: string;
                /** @description The language they speak, such as `de`. */
                language?: string;
                /** @description The IANA time zone they live in, such as `Europe/Berlin`. */
                timeZone?: string;
                /** @description Ways in which they do not want to be contacted. */
                doNot?: ("call" | "email" | "sms")[];
            };
            clickIds?: components["schemas"]["ClickIds"];
            /**
             * Format: date-time
             * @description When the person sent it.
             */
            submittedAt?: string;
            /**
             * Format: date-time
             * @description When the request arrived.
             */
            receivedAt: string;
            /** @description In which time zone the person lives; null where nothing is known of that. Their hours are read in the zone of the settings then. */
            contactZone: components["schemas"]["ContactZone"] | null;
            /** @description The first instant from now on at which the person may be called, by the `contactHours` of the settings in their own local time: the present where they may be called now, also where no hours are set. Null for never: they do not want to be called, the lead is suppressed or erased, or there is no such hour within ten years. */
            callableFrom: string | null;
            /**
             * @description Whether it is worked on, or how it ended. `nurturing` and `recycled` come back by themselves, and when the person asks again, which brings back what is `lost` too; `suppressed` and `won` when somebody reopens them.
             * @enum {string}
             */
            status: "open" | "nurturing" | "recycled" | "suppressed" | "lost" | "won";
            /**
             * @description How far the work on it is in this cycle: it only goes forward.
             * @enum {string}
             */
            workState: "untouched" | "attempting" | "connected" | "qualified";
            /** @description A wake, a recycle or a reopen starts a new one, from 1. */
            cycle: number;
            /** @description The rep who owns it, of a closed one the last who did; null in the queue. */
            ownerId: string | null;
            /** @description The pool that it came out of; null for none. */
            poolId: string | null;
            /** @description The name of the routing rule that matched; null for none. */
            rule: string | null;
            /** @description The SLA policy that holds; null when none matched: no clock runs. */
            policy: components["schemas"]["PinnedPolicy"] | null;
            /** @description Those of the present cycle. */
            clocks: components["schemas"]["Clock"][];
            /** @description By which clocks stand still now; null where none does. */
            pause: components["schemas"]["Pause"] | null;
            /** @description Changes of owner in the present cycle. */
            reassignments: number;
            /** @description With what it was closed; null unless it is closed with a reason. */
            disposition: components["schemas"]["Disposition"] | null;
            /** @description How far it has come in all its cycles, in their order, with those that were reversed. */
            milestones: components["schemas"]["Milestone"][];
            /** @description What is odd about it; it is taken all the same. `guessedCountry`: a country could have been another one, as Georgia could; `unknownCountry`: it is not known, and kept as it was sent; `malformedClickId`: one of its `clickIds` does not look like what the platform gives out, so that nobody is told by it; `inactiveOwner`: its sender named an owner who has left, so it went where the rules say; `ownerOfTest`: a test lead named an owner, and went to the test pool. */
            issues?: ("noContact" | "unreadableEmail" | "unreadablePhone" | "unknownTimeZone" | "guessedCountry" | "unknownCountry" | "malformedClickId" | "inactiveOwner" | "ownerOfTest")[];
            /** @description Since when it waits for somebody, in the queue or to be moved; null while it does not. */
            waitingSince: string | null;
            /**
             * Format: date-time
             * @description When what was known of the person was erased; absent while it is known. Nothing happens to the lead any more.
             */
            erasedAt?: string;
            /**
             * Format: date-time
             * @description When it was changed last.
             */
            updatedAt: string;
        };
        /** @description Where a deal came from. */
        LeadOfDeal: {
            /**
             * Format: uuid
             * @description Of the lead.
             */
            id: string;
            /** @description Where it came from, as it was when the deal was made. */
            source: string;
            /** @description What kind of source that is; null where that was not said. */
            channel: string | null;
            /** @description The campaign that brought it; null where that was not said. */
            campaign: string | null;
            /** @description Who has had the lead, the first one first. */
            ownerRepIds: string[];
        };
        /** @description A page of a list. */
        LeadPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Lead"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description That leads are let in again. */
        Lifted: {
            /**
             * Format: date-time
             * @description Since when.
             */
            at: string;
            /** @description Why, in the words of whoever did; null where the closing that made it was corrected or taken back. */
            reason: string | null;
        };
        /** @description A suppression that holds no longer, and the leads that are closed by it still. */
        LiftedSuppression: {
            /**
             * Format: uuid
             * @description Of the suppression.
             */
            id: string;
            /**
             * @description What of a lead it is about.
             * @enum {string}
             */
            kind: "email" | "phone" | "domain";
            /** @description SHA-256 of `kind:identifier`, in hexadecimal digits: the identifier itself is not kept. Of `müller.de` that of `xn--mller-kva.de`. */
            hash: string;
            /** @description The code of the reason with which later leads are closed. */
            reason: string;
            /** @description The lead whose closing made it; null where somebody entered it. */
            leadId: string | null;
            /** @description That closing; null where somebody entered it. */
            dispositionId: string | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            by: components["schemas"]["Author"];
            /** @description When it ends by itself; null: it holds for good. */
            until: string | null;
            /** @description That it holds no longer; null while nobody has lifted it. */
            lifted: components["schemas"]["Lifted"] | null;
            /** @description How many leads it had closed as they came in that nobody has opened since. They stay closed until somebody opens them: `POST /v1/leads/{id}/reopen`. */
            leadsClosed: number;
            filter: components["schemas"]["LiftedSuppressionFilter"];
        };
        /** @description By what `GET /v1/leads` lists them. */
        LiftedSuppressionFilter: {
            /**
             * Format: uuid
             * @description Of the suppression.
             */
            suppressionId: string;
        };
        /** @description Whether the node is alive. */
        Live: {
            /**
             * @description `stuck`: the engine waits for something that will not come.
             * @enum {string}
             */
            status: "ok" | "stuck";
        };
        /** @description Leads of an owner. */
        MatchedByOwner: {
            /** @description The owner; null: they wait in the queue. */
            repId: string | null;
            /** @description How many. */
            leads: number;
        };
        /** @description Leads of a source. */
        MatchedBySource: {
            /** @description The source. */
            source: string;
            /** @description How many. */
            leads: number;
        };
        /** @description Leads with as much work on them. */
        MatchedByWorkState: {
            /**
             * @description The work on them so far.
             * @enum {string}
             */
            workState: "untouched" | "attempting" | "connected" | "qualified";
            /** @description How many. */
            leads: number;
        };
        /** @description Only of a dry run with a filter: all that it finds. */
        MatchedLeads: {
            /** @description How many. */
            leads: number;
            /** @description When the first of them came in; null: there is none. */
            oldestAt: string | null;
            /** @description When the last of them came in; null: there is none. */
            newestAt: string | null;
            /** @description By the work on them, the most first. */
            byWorkState: components["schemas"]["MatchedByWorkState"][];
            /** @description By source, the most first; at most 100. */
            bySource: components["schemas"]["MatchedBySource"][];
            /** @description By owner, the most first; at most 100. */
            byOwner: components["schemas"]["MatchedByOwner"][];
        };
        /** @description Who asks. */
        Me: {
            /**
             * Format: uuid
             * @description Of the key; never the key itself.
             */
            id: string;
            /** @description What it was called when it was made. */
            name: string;
            /** @description What it may do. */
            scopes: ("admin" | "intake" | "integration" | "rep" | "manager" | "feedback" | "read")[];
            /** @description The rep whose key it is; null for a key of no rep. */
            repId: string | null;
            /** @description The present in milliseconds since 1970: for clocks of screens, which differ. */
            serverTime: number;
        };
        /** @description What a member of a pool got, and what was due. */
        MemberFairness: {
            /**
             * Format: uuid
             * @description The member.
             */
            repId: string;
            /**
             * @description Whoever has twice the weight gets twice the leads.
             * @default 1
             */
            weight: number;
            /** @description Leads that were theirs by weight among all who could have had them. */
            shareDue: number;
            /** @description Leads that they got out of this pool. */
            leadsGot: number;
            /** @description The same as `leadsGot`. */
            shareGot: number;
            /** @description The share due less the leads got, in leads: whose claim falls due first is next. */
            credit: number;
            /** @description Leads dealt without them, by what stood in the way. */
            missed: {
                /** @description They had left. */
                inactive?: number;
                /** @description They took no new leads just then. */
                unavailable?: number;
                /** @description They were away. */
                absent?: number;
                /** @description They were not at work. */
                offHours?: number;
                /** @description They had as many as they may have. */
                capacity?: number;
                /** @description They had had the lead before. */
                earlierOwner?: number;
            };
            /** @description When they got one last; null for never. */
            lastAssignedAt: string | null;
        };
        /** @description A list as a whole. */
        MemberFairnessList: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["MemberFairness"][];
        };
        /** @description How far a lead has come. */
        Milestone: {
            /**
             * Format: uuid
             * @description Of the milestone.
             */
            id: string;
            /**
             * @description How far the lead had come.
             * @enum {string}
             */
            name: "qualified" | "opportunity" | "won";
            /**
             * Format: date-time
             * @description When it was reached.
             */
            occurredAt: string;
            /** @description What it is worth by now; null where that is not known. */
            value: components["schemas"]["Value"] | null;
            /** @description The cycle of the lead that it belongs to. */
            cycle: number;
            /** @description When it turned out to be none; null while it stands. */
            reversedAt: string | null;
        };
        /** @description How far the lead has come, and what that is worth by this row; absent of a disposition. */
        MilestoneOutcome: {
            /**
             * Format: uuid
             * @description Of the milestone.
             */
            id: string;
            /**
             * @description How far the lead had come.
             * @enum {string}
             */
            name: "qualified" | "opportunity" | "won";
            /**
             * Format: date-time
             * @description When it was reached.
             */
            occurredAt: string;
            /** @description What it is worth by now; null where that is not known. */
            value: components["schemas"]["Value"] | null;
        };
        /** @description What became of one milestone. */
        MilestoneResult: {
            /** @description Its place among the milestones sent, from 0. */
            index: number;
            /**
             * @description What was done. `existing`: this lead has a milestone of this name at this `occurredAt`. `noMatch`: no lead fits that the key may work on, or several do of which not exactly one is open.
             * @enum {string}
             */
            status: "recorded" | "existing" | "noMatch" | "invalid";
            /**
             * Format: uuid
             * @description Of the milestone, where it is recorded or existing.
             */
            id?: string;
            /**
             * Format: uuid
             * @description The lead that it is a milestone of.
             */
            leadId?: string;
            /** @description Everything that is wrong with it; nothing of it is kept. */
            errors?: components["schemas"]["Fault"][];
        };
        /** @description What became of a batch of milestones. */
        MilestoneResults: {
            /** @description One for each, in their order. */
            results: components["schemas"]["MilestoneResult"][];
        };
        /** @description Something without which leads are not served as promised. */
        Missing: {
            /**
             * @description What is missing, for programs.
             * @enum {string}
             */
            code: "noReps" | "nobodyRouted" | "noRules" | "noQueueOwner" | "noPolicies";
            /** @description What it means, and what to do. */
            text: string;
        };
        /** @description A key, and what opens. */
        NewApiKey: {
            /**
             * Format: uuid
             * @description Of the key; never the key itself.
             */
            id: string;
            /** @description What it was called when it was made. */
            name: string;
            /** @description What it may do. */
            scopes: ("admin" | "intake" | "integration" | "rep" | "manager" | "feedback" | "read")[];
            /** @description The rep whose key it is; null for a key of no rep. */
            repId: string | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /** @description When it ends; null for never. */
            expiresAt: string | null;
            /** @description When it was used last, about half a minute late; null for never. */
            lastUsedAt: string | null;
            /** @description When it was revoked; null while it holds. */
            revokedAt: string | null;
            /** @description What `Authorization: Bearer` takes; shown only this once. */
            key: string;
        };
        /** @description A webhook, with its secret. */
        NewWebhook: {
            /**
             * Format: uuid
             * @description Stays the same whatever else is changed.
             */
            id: string;
            /** @description Where events are posted to: an address of the public network that begins with `https://`, without a user or a fragment. Hosts of one’s own are named by the operator in `PRIVATE_HOSTS`. */
            url: string;
            /** @description Of which events it is told. */
            types: ("lead.*" | "account.*" | "deal.*" | "sla.*" | "rep.*" | "config.*" | "feedback.*" | "suppression.*" | "hold.*" | "touches.*" | "system.*" | "lead.received" | "lead.updated" | "lead.assigned" | "lead.queued" | "lead.reassigned" | "lead.touched" | "lead.touchVoided" | "lead.milestone" | "lead.milestoneRevalued" | "lead.milestoneReversed" | "lead.disposed" | "lead.corrected" | "lead.reopened" | "lead.woken" | "lead.erased" | "account.created" | "account.updated" | "deal.created" | "deal.updated" | "deal.won" | "deal.lost" | "deal.reopened" | "sla.started" | "sla.warned" | "sla.breached" | "sla.met" | "sla.corrected" | "sla.escalated" | "sla.cancelled" | "sla.replanned" | "sla.paused" | "sla.resumed" | "sla.acknowledged" | "sla.held" | "rep.away" | "rep.back" | "config.changed" | "feedback.sent" | "feedback.expired" | "suppression.added" | "suppression.lifted" | "hold.begun" | "hold.ended" | "touches.silent" | "touches.back" | "system.heartbeat")[];
            /** @description Since when it has this secret. */
            secretSetAt: string | null;
            /** @description That nothing is sent until somebody resumes it: what happens meanwhile waits; null where it is sent. */
            paused: components["schemas"]["PausedWebhook"] | null;
            /** @description By which requests are signed, answered only this once: `whsec_` and a key in base64. */
            secret: string;
            /** @description Grows with every change, from 1. */
            version: number;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was changed last.
             */
            updatedAt: string;
        };
        /** @description Something that a rep was told. */
        Notification: {
            /**
             * Format: uuid
             * @description Of the notification.
             */
            id: string;
            /**
             * @description What it is about.
             * @enum {string}
             */
            type: "lead.assigned" | "lead.reassigned" | "lead.movedAway" | "lead.woken" | "lead.queued" | "lead.suppressed" | "sla.warned" | "sla.resumed" | "sla.replanned" | "sla.corrected" | "sla.escalated" | "lead.movesUndone" | "enforcement.stopped" | "touches.silent" | "touches.back" | "leads.keptOut" | "leads.closed" | "leads.reopened" | "feedback.stopped" | "feedback.ending" | "webhook.failing" | "webhook.paused" | "team.summary" | "channel.failing" | "channel.stopped";
            /** @description The lead; null where it is about no single one. */
            leadId: string | null;
            /** @description The leads of a list, 100 at most: of several promises that were missed at once, or of leads that were closed or opened at once. */
            leadIds?: string[];
            /** @description Of leads that were closed or opened at once: how many there are in all. */
            leadCount?: number;
            /** @description Where there are more than `leadIds` names: by what `GET /v1/leads` finds all of them, and others of the rep that were ever closed with the same reason. */
            filter?: {
                [key: string]: string;
            };
            /** @description What happened, in one plain sentence, with instants as the clocks of the rep show them. */
            text: string;
            /**
             * Format: date-time
             * @description When they were told.
             */
            createdAt: string;
            /** @description When it was read; null until then. */
            readAt: string | null;
        };
        /** @description A page of a list. */
        NotificationPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Notification"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description How a rep is told of what happens. */
        NotificationSettings: {
            /**
             * @description By e-mail.
             * @default {}
             */
            email: {
                /**
                 * @description Of what they are told so: everything by default, and nothing where the list is empty.
                 * @default [
                 *       "lead.assigned",
                 *       "lead.reassigned",
                 *       "lead.movedAway",
                 *       "lead.woken",
                 *       "lead.queued",
                 *       "lead.suppressed",
                 *       "sla.warned",
                 *       "sla.resumed",
                 *       "sla.replanned",
                 *       "sla.corrected",
                 *       "sla.escalated",
                 *       "lead.movesUndone",
                 *       "enforcement.stopped",
                 *       "touches.silent",
                 *       "touches.back",
                 *       "leads.keptOut",
                 *       "leads.closed",
                 *       "leads.reopened",
                 *       "feedback.stopped",
                 *       "feedback.ending",
                 *       "webhook.failing",
                 *       "webhook.paused",
                 *       "team.summary",
                 *       "channel.failing",
                 *       "channel.stopped"
                 *     ]
                 */
                types: ("lead.assigned" | "lead.reassigned" | "lead.movedAway" | "lead.woken" | "lead.queued" | "lead.suppressed" | "sla.warned" | "sla.resumed" | "sla.replanned" | "sla.corrected" | "sla.escalated" | "lead.movesUndone" | "enforcement.stopped" | "touches.silent" | "touches.back" | "leads.keptOut" | "leads.closed" | "leads.reopened" | "feedback.stopped" | "feedback.ending" | "webhook.failing" | "webhook.paused" | "team.summary" | "channel.failing" | "channel.stopped")[];
                /**
                 * Format: durationOrZero
                 * @description They are written to once in so long at most, in elapsed time, and what came meanwhile is told together; but never later than after half of the time that is left to act.
                 * @default PT0S
                 */
                digest: string;
            };
            /**
             * @description By Slack, as a message of the bot of the oldest channel of Slack.
             * @default {}
             */
            slack: {
                /**
                 * @description Who they are there: "Copy member ID" in their profile. No two reps are the same member; null: they are not written to.
                 * @default null
                 */
                memberId: string | null;
                /**
                 * @description Of what they are told so: everything by default, and nothing where the list is empty.
                 * @default [
                 *       "lead.assigned",
                 *       "lead.reassigned",
                 *       "lead.movedAway",
                 *       "lead.woken",
                 *       "lead.queued",
                 *       "lead.suppressed",
                 *       "sla.warned",
                 *       "sla.resumed",
                 *       "sla.replanned",
                 *       "sla.corrected",
                 *       "sla.escalated",
                 *       "lead.movesUndone",
                 *       "enforcement.stopped",
                 *       "touches.silent",
                 *       "touches.back",
                 *       "leads.keptOut",
                 *       "leads.closed",
                 *       "leads.reopened",
                 *       "feedback.stopped",
                 *       "feedback.ending",
                 *       "webhook.failing",
                 *       "webhook.paused",
                 *       "team.summary",
                 *       "channel.failing",
                 *       "channel.stopped"
                 *     ]
                 */
                types: ("lead.assigned" | "lead.reassigned" | "lead.movedAway" | "lead.woken" | "lead.queued" | "lead.suppressed" | "sla.warned" | "sla.resumed" | "sla.replanned" | "sla.corrected" | "sla.escalated" | "lead.movesUndone" | "enforcement.stopped" | "touches.silent" | "touches.back" | "leads.keptOut" | "leads.closed" | "leads.reopened" | "feedback.stopped" | "feedback.ending" | "webhook.failing" | "webhook.paused" | "team.summary" | "channel.failing" | "channel.stopped")[];
                /**
                 * Format: durationOrZero
                 * @description They are written to once in so long at most, in elapsed time, and what came meanwhile is told together; but never later than after half of the time that is left to act.
                 * @default PT0S
                 */
                digest: string;
            };
            /**
             * @description `offHours`: what comes while they are off waits until their calendar opens.
             * @default none
             * @enum {string}
             */
            quietHours: "none" | "offHours";
            /**
             * @description Of who leads others: whether they are told at the end of each of their working days how their team fares, by the ways that name `team.summary` in `types`. It does not wait for quiet hours to end.
             * @default true
             */
            dailySummary: boolean;
            /** @description Grows with every change, from 1. */
            version: number;
            /** @description When it was changed last; null: nobody has said anything. */
            updatedAt: string | null;
        };
        /** @description Something that works, but hardly as it was meant. */
        Oddity: {
            /**
             * @description What is odd.
             * @enum {string}
             */
            code: "ruleWithoutAnybody" | "fallbackWithoutAnybody" | "ruleHidden" | "policyHidden" | "policyWithoutManagers" | "policyMovesNowhere" | "unreachableUnproven" | "policyWithRetiredReason" | "leadHoursWithoutEffect" | "leadHoursNeverMet" | "repWithoutPool" | "repInTwoTeams" | "handoffWithoutOwner" | "handoffWithoutTeam" | "enforcementHeld" | "linksLeadHere";
            /** @description What it means, and the request that mends it. */
            text: string;
        };
        /** @description A holiday that only some have. */
        OptionalHoliday: {
            /** @description In the language of its country. */
            name: string;
            /** @description Where it is one: the calendar's region where not everybody has it off, else the parts of it that do. */
            regions: string[];
        };
        /** @description A stretch of time in which clocks of a lead stand still. */
        Pause: {
            /**
             * Format: uuid
             * @description Of the pause.
             */
            id: string;
            /**
             * @description `hand`: somebody said so, and what the owner owes stands still. `condition`: the lead meets the `pauseWhile` of its policy, and the company’s promise stands still as well.
             * @enum {string}
             */
            kind: "hand" | "condition";
            /** @description The cycle of the lead that it belongs to. */
            cycle: number;
            /**
             * Format: date-time
             * @description Since when.
             */
            from: string;
            /** @description Until when; null until the lead no longer meets the condition. */
            until: string | null;
            /** @description Why, in the words of whoever made it; null for a condition. */
            reason: string | null;
            /** @description Who made it; null for a condition. */
            by: components["schemas"]["Author"] | null;
        };
        /** @description A list as a whole. */
        PauseList: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Pause"][];
        };
        /** @description That nothing is sent to a webhook. */
        PausedWebhook: {
            /**
             * Format: date-time
             * @description Since when.
             */
            at: string;
            /**
             * @description `gone`: it answered 410; `failing`: for three days nothing has reached it; `person`: somebody paused it.
             * @enum {string}
             */
            why: "gone" | "failing" | "person";
            /** @description In the words of whoever paused it. */
            note: string | null;
        };
        /** @description An SLA policy at one version. */
        PinnedPolicy: {
            /**
             * Format: uuid
             * @description Of the policy.
             */
            id: string;
            /** @description The one that its clocks keep. */
            version: number;
        };
        /** @description What is promised to leads, and what happens when it is not kept. */
        Policy: {
            /**
             * Format: uuid
             * @description Stays the same whatever else is changed.
             */
            id: string;
            /** @description What it is called; no two policies have one name, without case. */
            name: string;
            /**
             * @description `enforce` does all it says, `notify` only tells people, `measure` only records what would have happened.
             * @default enforce
             * @enum {string}
             */
            mode: "enforce" | "notify" | "measure";
            /**
             * Condition
             * @description A condition about a lead: `{ field, op, value }`, or `{ all: […] }`, `{ any: […] }`, `{ not: … }` of conditions, at most 20 levels and 500 conditions; `{}` matches always. Operators: eq, ne, in, notIn, lt, lte, gt, gte, contains, startsWith, endsWith (at most 200 characters), exists, missing, matches (a regular expression of at most 200 characters, found anywhere in the first 1,000 of the text; those of all rules may come to 7,500 instructions, those of all policies to 2,500). Text compares without case and has no order. A missing value satisfies only missing, ne and notIn. Fields begin with source, channel, campaign, form, landingPage, contact, company, attributes, clickIds, consent, test, receivedAt. attributes.* have no declared type: a comparison with another type is false.
             * @default {}
             */
            when: unknown;
            /**
             * @description Whether its durations count only while the calendar is open, or always.
             * @default working
             * @enum {string}
             */
            time: "working" | "elapsed";
            /**
             * @description "owner", "pool" or { "calendarId" }
             * @default owner
             */
            calendar: "owner" | "pool" | {
                /**
                 * Format: uuid
                 * @description The `id` of that calendar.
                 */
                calendarId: string;
            };
            /**
             * Format: durationOrZero
             * @description What the owner has left at least where a change (of a calendar, an absence, a rep, the policy itself) would make a clock due, in the policy’s time: working or elapsed. They are told.
             * @default PT15M
             */
            grace: string;
            /**
             * @description Whether the time of a first touch and of a step of the cadence counts only while the lead may be contacted, too, by the `contactHours` of the settings in its own local time: in any of the ways that keep the promise, that it has given an address for and has not forbidden. `afterHours` is for leads that are assigned outside of it. With `time: "elapsed"` it counts in the hours of the lead alone.
             * @default false
             */
            leadHours: boolean;
            /** @description The promise of a first touch. */
            firstTouch: {
                /**
                 * Format: duration
                 * @description What every owner promises, from the assignment, in the policy’s time: working or elapsed.
                 */
                within: string;
                /**
                 * Format: duration
                 * @description In place of `within` where the lead is assigned outside working hours, in the policy’s time: working or elapsed.
                 */
                afterHours?: string;
                /**
                 * Format: duration
                 * @description What the company promises, from receipt, in the policy’s time: working or elapsed. Without it that is only measured.
                 */
                leadWithin?: string;
                /**
                 * @description "pool" or { "calendarId" }
                 * @default pool
                 */
                leadCalendar: "pool" | {
                    /**
                     * Format: uuid
                     * @description The `id` of that calendar.
                     */
                    calendarId: string;
                };
                /**
                 * @description Whether the lead’s own clock counts from `receivedAt` or from `submittedAt`.
                 * @default received
                 * @enum {string}
                 */
                startFrom: "received" | "submitted";
                /**
                 * @description What keeps the promise: a touch that is like one of these. Automated ones never do.
                 * @default [
                 *       {
                 *         "direction": "outbound"
                 *       }
                 *     ]
                 */
                counts: {
                    /**
                     * @description Of this kind alone; any but `other` by default.
                     * @enum {string}
                     */
                    kind?: "call" | "email" | "sms" | "chat" | "meeting" | "other";
                    /**
                     * @description Whether the rep turned to the lead or the lead to the rep.
                     * @default outbound
                     * @enum {string}
                     */
                    direction: "outbound" | "inbound";
                    /** @description That took at least so many seconds. */
                    minSeconds?: number;
                    /** @description With one of these outcomes. By default any but `bounced`, `wrongNumber`, `cancelled` and `noShow`, which count only where they are named. */
                    outcomes?: ("connected" | "replied" | "noAnswer" | "voicemail" | "sent" | "bounced" | "wrongNumber" | "booked" | "held" | "noShow" | "cancelled")[];
                }[];
                /**
                 * @description Whose touch counts.
                 * @default anyone
                 * @enum {string}
                 */
                by: "anyone" | "owner";
                /**
                 * @description When the owner is warned: shares of the time allowed, as fractions below 1 or as percent from 1 to 99.
                 * @default []
                 */
                warnAt: number[];
                /**
                 * @description What happens when an owner misses it, until somebody touches the lead or it is closed.
                 * @default [
                 *       {
                 *         "after": "PT0S",
                 *         "do": "reassign"
                 *       },
                 *       {
                 *         "after": "PT15M",
                 *         "do": "escalate",
                 *         "to": "manager"
                 *       }
                 *     ]
                 */
                onBreach: {
                    /**
                     * Format: durationOrZero
                     * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                     */
                    after: string;
                    /**
                     * @description Give the lead to somebody else, or tell somebody.
                     * @enum {string}
                     */
                    do: "reassign" | "escalate";
                    /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                    to?: "manager" | "managersManager" | "queueOwner" | {
                        /**
                         * Format: uuid
                         * @description The `id` of that rep.
                         */
                        repId: string;
                    } | {
                        /**
                         * Format: uuid
                         * @description The `id` of that team.
                         */
                        teamId: string;
                    };
                    /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                    repeat?: {
                        /**
                         * Format: duration
                         * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                         */
                        every: string;
                        /** @description How often they are told again, after the first time. */
                        times: number;
                    };
                }[];
                /**
                 * @description What happens when the company misses `leadWithin`.
                 * @default []
                 */
                onLeadBreach: {
                    /**
                     * Format: durationOrZero
                     * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                     */
                    after: string;
                    /**
                     * @description Give the lead to somebody else, or tell somebody.
                     * @enum {string}
                     */
                    do: "reassign" | "escalate";
                    /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                    to?: "manager" | "managersManager" | "queueOwner" | {
                        /**
                         * Format: uuid
                         * @description The `id` of that rep.
                         */
                        repId: string;
                    } | {
                        /**
                         * Format: uuid
                         * @description The `id` of that team.
                         */
                        teamId: string;
                    };
                    /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                    repeat?: {
                        /**
                         * Format: duration
                         * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                         */
                        every: string;
                        /** @description How often they are told again, after the first time. */
                        times: number;
                    };
                }[];
                /**
                 * @description So often it is moved in a cycle; then the last owner keeps it.
                 * @default 3
                 */
                maxReassignments: number;
                /**
                 * @description What becomes of a lead that a miss moved, when its owner of then turns out to have touched it in time. `return`: they get it back, unless they are away, the new owner has worked on it too, or it has been moved otherwise since.
                 * @default stay
                 * @enum {string}
                 */
                onCorrection: "stay" | "return";
                /**
                 * Format: duration
                 * @description So much later a miss moves the lead where its owner has said that they know of it (`POST /v1/leads/{id}/acknowledge`), in the policy’s time: working or elapsed. Without it nobody can hold a move.
                 */
                acknowledge?: string;
            };
            /** @description The cadence between the first touch and contact. A new owner takes over where it stands, with a window that is open at once where it was. */
            followUp?: {
                /** @description What is done, one after the other. */
                steps: {
                    /** @description An outbound touch of one of these kinds keeps it, inside the window or before. */
                    kinds: ("call" | "email" | "sms" | "chat" | "meeting" | "other")[];
                    /**
                     * Format: durationOrZero
                     * @description When the window opens: so long after the first touch, or after the step before was kept or missed, in the policy’s time: working or elapsed.
                     */
                    after: string;
                    /**
                     * Format: duration
                     * @description How long the window is open, in the policy’s time, working or elapsed: at its end the step is missed.
                     */
                    within: string;
                }[];
                /**
                 * @description Outcomes that are contact, whoever turned to whom: they end the cadence.
                 * @default [
                 *       "connected",
                 *       "replied",
                 *       "booked",
                 *       "held"
                 *     ]
                 */
                stopOn: ("connected" | "replied" | "booked" | "held")[];
                /**
                 * @description What happens when the owner misses it, until somebody touches the lead or it is closed; they are reminded at once by default.
                 * @default [
                 *       {
                 *         "after": "PT0S",
                 *         "do": "remind"
                 *       }
                 *     ]
                 */
                onMiss: {
                    /**
                     * Format: durationOrZero
                     * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                     */
                    after: string;
                    /**
                     * @description Remind its owner, give the lead to somebody else, or tell somebody.
                     * @enum {string}
                     */
                    do: "remind" | "reassign" | "escalate";
                    /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                    to?: "manager" | "managersManager" | "queueOwner" | {
                        /**
                         * Format: uuid
                         * @description The `id` of that rep.
                         */
                        repId: string;
                    } | {
                        /**
                         * Format: uuid
                         * @description The `id` of that team.
                         */
                        teamId: string;
                    };
                    /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                    repeat?: {
                        /**
                         * Format: duration
                         * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                         */
                        every: string;
                        /** @description How often they are told again, after the first time. */
                        times: number;
                    };
                }[];
            };
            /** @description A duration such as P5D, or an object with `within`, `meetings` and `onMiss`. A disposition, a milestone or a booked meeting is promised in this time after contact, after the last step of the cadence, and without a cadence after the first touch. */
            decideWithin?: string | {
                /**
                 * Format: duration
                 * @description The time to decide, in the policy’s time: working or elapsed.
                 */
                within: string;
                /** @description So many booked meetings are a next step, each with the whole time again; 3 by default. */
                meetings?: number;
                /** @description What happens when the owner misses it, until a milestone is reached, a meeting is booked, or the lead is closed; they are reminded at once by default. */
                onMiss?: {
                    /**
                     * Format: durationOrZero
                     * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                     */
                    after: string;
                    /**
                     * @description Remind its owner, give the lead to somebody else, or tell somebody.
                     * @enum {string}
                     */
                    do: "remind" | "reassign" | "escalate";
                    /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                    to?: "manager" | "managersManager" | "queueOwner" | {
                        /**
                         * Format: uuid
                         * @description The `id` of that rep.
                         */
                        repId: string;
                    } | {
                        /**
                         * Format: uuid
                         * @description The `id` of that team.
                         */
                        teamId: string;
                    };
                    /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                    repeat?: {
                        /**
                         * Format: duration
                         * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                         */
                        every: string;
                        /** @description How often they are told again, after the first time. */
                        times: number;
                    };
                }[];
            };
            /** @description When a lead is closed by itself, because nobody can be reached, where the mode is `enforce`: with the last of so many attempts, of which each channel that the lead gave and allows has had one, or has turned out to be none. */
            unreachable?: {
                /** @description Attempts without contact: outbound, by people, in the present cycle. */
                attempts: number;
                /**
                 * Format: durationOrZero
                 * @description At least so long from the first of them to the last, in the policy’s time: working or elapsed.
                 */
                over: string;
                /** @description On so many days, in the time zone of the owner; one by default. */
                distinctDays?: number;
                /**
                 * Format: duration
                 * @description Attempts of a kind that follow each other sooner are one; elapsed time, whatever the policy’s is.
                 */
                minGap?: string;
                /**
                 * @description Whether automated e-mails are attempts as well.
                 * @default false
                 */
                automatedEmail: boolean;
                /** @description With which reason it is moved out. */
                then: {
                    /**
                     * @description How the lead is closed.
                     * @enum {string}
                     */
                    category: "nurture" | "recycle" | "suppress" | "lost";
                    /** @description The `code` of a reason of that category that requires nothing. */
                    reason: string;
                };
            };
            /**
             * Condition
             * @description All its clocks stand still while the lead is like this, the company’s too: a condition as in `when`. Changed with `PATCH /v1/leads/{id}`, a lead comes under it, or is free of it.
             */
            pauseWhile?: unknown;
            /** @description What a rep may pause of a lead by hand, in a cycle (`POST /v1/leads/{id}/pause`); without it there is no limit. Managers and admins may go beyond it. */
            pauses?: {
                /**
                 * Format: duration
                 * @description So long in all, elapsed time, whatever the policy’s is; as long as they like by default.
                 */
                most?: string;
                /** @description So often; as often as they like by default. */
                times?: number;
            };
            /**
             * @description So often a lead comes back from recycling; recycled once more, it stays closed.
             * @default 2
             */
            maxRecycles: number;
            /** @description In the answer of a change: what works, but hardly as it was meant; absent where nothing does. */
            warnings?: components["schemas"]["Warning"][];
            replanned?: components["schemas"]["Replanned"];
            /** @description Grows with every change, from 1. */
            version: number;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was changed last.
             */
            updatedAt: string;
        };
        /** @description A page of a list. */
        PolicyPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Policy"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description What a policy would mean for a lead. */
        PolicyPreview: {
            /** @description Whether the policy is for this lead. A real lead gets a draft of its policy whatever that says. */
            matched: boolean;
            failed?: components["schemas"]["FailedComparison"];
            /**
             * @description How the lead stands at the beginning: to one that is not `open` the policy promises nothing then.
             * @enum {string}
             */
            status: "open" | "nurturing" | "recycled" | "suppressed" | "lost" | "won";
            /** @description Whether the clocks stand still from the beginning. */
            paused: boolean;
            /** @description The rep who would get the lead, or has it; null for nobody. */
            ownerId: string | null;
            /** @description The pool that it would come out of; null for none. */
            poolId: string | null;
            /** @description The clocks that run at the beginning. */
            clocks: components["schemas"]["ForeseenClock"][];
            /** @description Everything that would happen after the beginning if nobody did anything but what is assumed, in order. */
            instants: components["schemas"]["Foreseen"][];
            /**
             * Format: date-time
             * @description As far as it was looked ahead.
             */
            until: string;
            /** @description Why more would happen than is told; null where nothing would. */
            cut: string | null;
            /** @description What cannot be known, and matters here. */
            caveats: string[];
        };
        /** @description Reps among whom leads are dealt out. */
        Pool: {
            /**
             * Format: uuid
             * @description Stays the same whatever else is changed.
             */
            id: string;
            /** @description What it is called; no two pools have one name, without case. */
            name: string;
            /**
             * @description How it deals. `roundRobin`: everybody in turn, by weight; at every moment each member is less than one lead from their share.
             * @default roundRobin
             * @enum {string}
             */
            strategy: "roundRobin";
            /** @description Among whom it deals. Who is taken out and comes back within a day stands as before; anybody else starts level. */
            members: {
                /**
                 * Format: uuid
                 * @description The rep.
                 */
                repId: string;
                /**
                 * @description Whoever has twice the weight gets twice the leads.
                 * @default 1
                 */
                weight: number;
            }[];
            /**
             * Format: uuid
             * @description The calendar of members who have none of their own.
             */
            calendarId?: string;
            /**
             * @description When only working hours stand in everybody’s way: deal all the same, or wait for the opening.
             * @default share
             * @enum {string}
             */
            offHours: "share" | "wait";
            /**
             * Format: uuid
             * @description The pool that is asked when nobody here is eligible.
             */
            fallbackPoolId?: string;
            replanned?: components["schemas"]["Replanned"];
            /** @description Grows with every change, from 1. */
            version: number;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was changed last.
             */
            updatedAt: string;
        };
        /** @description A page of a list. */
        PoolPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Pool"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description Why a request is not done (RFC 9457), with facts of its kind. */
        Problem: {
            /** @description The kind of problem: where it is explained. */
            type: string;
            /** @description The same for every problem of its type. */
            title: string;
            /** @description The status of the answer. */
            status: number;
            /** @description What is wrong this time. */
            detail: string;
            /** @description The path that was asked for. */
            instance: string;
            /** @description With 422 always: everything that is wrong, and not the first alone. */
            errors?: components["schemas"]["Fault"][];
            /** @description Whole seconds, as the header `Retry-After` says. */
            retryAfterSeconds?: number;
        } & {
            [key: string]: unknown;
        };
        /** @description Whether the node takes requests. */
        Ready: {
            /**
             * @description All of the following together.
             * @enum {string}
             */
            status: "ok" | "unavailable";
            /**
             * @description Whether it answers.
             * @enum {string}
             */
            database: "ok" | "unreachable";
            /**
             * @description `still`: no step for 15 seconds.
             * @enum {string}
             */
            engine: "ok" | "still";
            /**
             * @description `held`: within the last seconds requests have waited for more than a second again and again.
             * @enum {string}
             */
            eventLoop: "ok" | "held";
            /**
             * @description `full`: the database cannot write, or hardly: less than 16 MiB are left in the data folder, or a database of your own said so within the last minute.
             * @enum {string}
             */
            disk: "ok" | "full";
            /** @description What is left on the disk of the data folder; null with a database of your own. */
            diskFreeBytes: number | null;
            /** @description Clocks that have been due for longer than any backlog takes; null when the database cannot be asked. */
            overdueClocks: number | null;
            /** @description Holds on enforcement that are on: nothing moves and nobody is told of what they cover, and the node is ready all the same. Which, and why, is said by `GET /v1/setup` to whoever has a key. Null when the database cannot be asked. */
            enforcementHolds: number | null;
        };
        /** @description A kind of handoff to begin with. */
        ReadyMadeKind: {
            /**
             * @description For whom it is.
             * @enum {string}
             */
            business: "agency" | "consultancy" | "saas";
            /** @description What `POST /v1/handoff-kinds` takes, once `teamId` and `ownerOfDoneRepId` of each receiver and `deciderRepId` of the escalation are filled in. */
            kind: {
                /** @description What it is called; no two kinds have one name, without case. */
                name: string;
                /** @description When it happens, in one sentence: "When a deal is marked won, …". */
                moment: string;
                /** @description What begins it. */
                start: {
                    /**
                     * @description `deal.won`: when a deal is won; `delivery.completed`: when a program says so of a deal; `renewal.due`: `daysBefore` the last day for notice, or the end of the term where no notice is agreed; `manual`: when somebody begins it, on a deal or an account. Who gives follows from it: the owner of the deal where a deal is won, else the owner of the account, who answers for it until a receiver has accepted.
                     * @enum {string}
                     */
                    on: "deal.won" | "delivery.completed" | "renewal.due" | "manual";
                    /** @description So many days before a renewal is due: asked for there, and there alone. */
                    daysBefore?: number;
                };
                /** @description A JSON Schema (draft 2020-12) of an object, of what a page can ask for: `type`, `properties`, `required`, `additionalProperties` (true or false), `items`, bounds, `pattern`, `format` (date, date-time, email, uri, uuid, duration, currency, timeZone, amount), and choices by `enum`, `const` or `oneOf` of `const` with `title`; `$ref` to definitions of its own (`#/$defs/…`). What depends on another field is a condition in `ready`. A `title` is what people call a field; a `title` or `description` that ends with a question mark is what they are asked. `"sensitive": true` hides a field from everybody but the parties. `"role": "billing"` marks the field of the billing arrangement: its fixed `lines` have to add up to the amount of the deal, net of tax. At most 200 fields on 8 levels. The order of fields is that of the form. */
                form: {
                    [key: string]: unknown;
                };
                /**
                 * @description The definition of ready, beyond what the form requires. None of it holds a handoff up once it runs.
                 * @default []
                 */
                ready: {
                    /**
                     * ReadyCondition
                     * @description A condition in the language of routing rules. Its fields are those of the form, `form.` and their names with dots between them (of a list of objects their texts, as the list of all of them), and `deal.amount`, `deal.currency`, `deal.term.startsOn`, `deal.term.endsOn`, `deal.term.noticeDays`. Amounts compare as numbers. A value that a field can never have is refused.
                     */
                    when: unknown;
                    /** @description What has to be so, for whoever fills in the form: shown while it is not. */
                    text: string;
                }[];
                /** @description Who receives: each with an owner of done. */
                receivers: {
                    /** @description Who receives, such as Operations or Finance; no two receivers of a kind have one name, without case. */
                    name: string;
                    /** @description The fields of the form (of its first level) that this receiver sees; all of them by default. */
                    sections?: string[];
                    /**
                     * @description What is done before it is done. More than 20 entries are saved with a warning.
                     * @default []
                     */
                    checklist: {
                        /** @description What has to be done. */
                        text: string;
                        /** @description An address that begins with https:// or http://. Where the procedure stands. */
                        link?: string;
                    }[];
                    /**
                     * Format: duration
                     * @description How soon somebody accepts it, or returns it with what is missing. In working time.
                     */
                    acknowledgeWithin: string;
                    /**
                     * Format: duration
                     * @description How soon it is processed. In working time.
                     */
                    completeWithin: string;
                }[];
                /** @description The one path of whatever cannot go its usual way. */
                escalation: {
                    /**
                     * Format: duration
                     * @description How fast. In working time.
                     */
                    decideWithin: string;
                    /** @description What they have to be told to decide. */
                    needs: string;
                };
                /**
                 * @description What is known to go another way now and then.
                 * @default []
                 */
                exceptions: {
                    /** @description What happens now and then; no two have one name, without case. */
                    name: string;
                    /**
                     * @description `standardise`: it is handled in the same way each time; `automate`: a program does it; `escalate`: somebody decides each time.
                     * @enum {string}
                     */
                    treatment: "standardise" | "automate" | "escalate";
                }[];
                /**
                 * Format: duration
                 * @description How soon the client is told what happens next, by whoever gives. In working time.
                 */
                clientToldWithin?: string;
            };
        };
        /** @description A list as a whole. */
        ReadyMadeKindList: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["ReadyMadeKind"][];
        };
        /** @description With what a lead can be closed. */
        Reason: {
            /**
             * Format: uuid
             * @description Stays the same whatever else is changed.
             */
            id: string;
            /** @description lower-case letters, digits and underscores, such as no_budget_now */
            code: string;
            /**
             * @description What becomes of a lead that is closed with it.
             * @enum {string}
             */
            category: "nurture" | "recycle" | "suppress" | "lost";
            /** @description What it is called, for people. */
            label: string;
            /**
             * @description What it is called in other languages, by their tags: `{ "de": "Kein Budget", "pt-BR": "Sem verba" }`.
             * @default {}
             */
            labels: {
                [key: string]: string;
            };
            /**
             * @description Where it stands among the others when people choose: the smallest first, of equal ones the oldest.
             * @default 100
             */
            order: number;
            /**
             * @description What has to come with it: wakeAt, amount, competitor, note, recycleAfter, or any name. What nurtures always requires wakeAt, named here or not.
             * @default []
             */
            requires: string[];
            /**
             * @description How what it requires is written, by its name; text where nothing is said.
             * @default {}
             */
            fieldTypes: {
                [key: string]: {
                    /**
                     * @description How it is written, as a text: `amount` is a decimal number, `choice` one of `values`.
                     * @enum {string}
                     */
                    type: "text" | "amount" | "integer" | "date" | "instant" | "boolean" | "choice";
                    /** @description Of a choice: what there is to choose from. */
                    values?: string[];
                };
            };
            /**
             * @description What an ad platform may be told.
             * @enum {string}
             */
            intent: "neverExisted" | "notAProspect" | "duplicate" | "stop" | "realButNotNow" | "realButLost" | "notAFit";
            /**
             * @description Of what suppresses: by what of the person, or of their company, later leads are stored and closed at once. `contact` is the address and the number, `domain` that of the address and of the company, `bad` the one of `email` and `phone` that `fields.bad` names; where it names none, the only one that the lead has, and nothing where it has both. A number or an address that several other people share, and the domain of a mail provider, are not blocked.
             * @default none
             * @enum {string}
             */
            blocks: "none" | "email" | "phone" | "contact" | "domain" | "bad";
            /**
             * Format: duration
             * @description For how long it blocks, in elapsed time; for good by default, and for as long as the settings say (`repBlocksFor`) where a rep closes with it.
             */
            blockFor?: string;
            /**
             * @description Whether the owner of the queue is told of each lead that is closed because of it.
             * @default false
             */
            review: boolean;
            /**
             * @description Of what is lost: whether the person brings it back by asking again, as what is nurtured or recycled always comes back. Without effect on other categories.
             * @default true
             */
            reopens: boolean;
            /** @description How often somebody has to have tried before a rep or a manager may give it; programs may always. */
            proof?: {
                /** @description So many outbound touches by people, in the present cycle. */
                attempts: number;
                /**
                 * Format: duration
                 * @description So long at least from the first to the last, in elapsed time.
                 */
                over?: string;
            };
            /**
             * @description Whether leads can still be closed with it. A policy that names it already goes on doing so.
             * @default true
             */
            active: boolean;
            /** @description Grows with every change, from 1. */
            version: number;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was changed last.
             */
            updatedAt: string;
        };
        /** @description A page of a list. */
        ReasonPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Reason"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description How leads went from one owner to another. With the total of all. */
        ReassignmentReport: {
            /** @description In the order of time where it is grouped by time, else of the keys. */
            data: components["schemas"]["ReassignmentRow"][];
            total: components["schemas"]["ReassignmentRow"];
        };
        /** @description How leads went from one owner to another. */
        ReassignmentRow: {
            /** @description A value for each of `by`; of the total none. */
            key: {
                /** @description As it was written first; sources are one without case. */
                source?: string | null;
                /** @description Null: none. */
                channel?: string | null;
                /** @description Null: none. */
                campaign?: string | null;
                /** @description The id of the owner; null: nobody. */
                rep?: string | null;
                /** @description The id of the team that the owner was in when the lead became theirs; null: none. */
                team?: string | null;
                /** @description The id of the pool; null: none. */
                pool?: string | null;
                /** @description The id of the policy; null: leads that none covers. */
                policy?: string | null;
                /** @description The local date of receipt. */
                day?: string;
                /** @description The local date of the Monday before, or on the day of, receipt. */
                week?: string;
                /**
                 * @description The local day of receipt.
                 * @enum {string}
                 */
                weekday?: "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
                /** @description The local hour of receipt. */
                hour?: number;
                /** @description The code of the reason, as it was given first; null: not closed with one, so open or won. */
                reason?: string | null;
                /** @description The category of the disposition; null: not closed with one. */
                category?: string | null;
                /** @description What an ad platform may be told of it; null: not closed with a disposition. */
                intent?: string | null;
            };
            /** @description The key in words, with the names of today. */
            label: string;
            /** @description The parameters of `GET /v1/leads` that list the leads of the row. Null where that list has no such parameter (teams, weekdays, hours, intents, no channel). */
            filter: {
                [key: string]: string;
            } | null;
            /** @description Moves to another owner; of reps and teams: to them. */
            moves: number;
            /** @description The same by cause. */
            causes: {
                /** @description By intake. */
                intake: number;
                /** @description By given. */
                given: number;
                /** @description By breach. */
                breach: number;
                /** @description By manual. */
                manual: number;
                /** @description By queue. */
                queue: number;
                /** @description By wake. */
                wake: number;
                /** @description By recycle. */
                recycle: number;
                /** @description By absence. */
                absence: number;
                /** @description By reopen. */
                reopen: number;
                /** @description By correction. */
                correction: number;
                /** @description By undone. */
                undone: number;
            };
            /** @description Of reps and teams: moves away from them; else as many as `moves`. */
            movesAway: number;
            /** @description The same by cause. */
            causesAway: {
                /** @description By intake. */
                intake: number;
                /** @description By given. */
                given: number;
                /** @description By breach. */
                breach: number;
                /** @description By manual. */
                manual: number;
                /** @description By queue. */
                queue: number;
                /** @description By wake. */
                wake: number;
                /** @description By recycle. */
                recycle: number;
                /** @description By absence. */
                absence: number;
                /** @description By reopen. */
                reopen: number;
                /** @description By correction. */
                correction: number;
                /** @description By undone. */
                undone: number;
            };
        };
        /** @description Whether new leads are dealt to somebody at this moment, by the same rules as they are; what a single lead brings along (who has had it, what its rule asks) is not looked at. */
        Receiving: {
            /** @description Whether they are. */
            now: boolean;
            /**
             * @description What stands in the way, in the words of traces, of several the most lasting; `noPool`: they are in no pool and named by no rule; `noRule`: no rule and no fallback leads to a pool of theirs; `fallback`: leads come to their pools only when others, who are asked first, have nobody. Absent while they get leads.
             * @enum {string}
             */
            why?: "inactive" | "unavailable" | "absent" | "offHours" | "capacity" | "noPool" | "noRule" | "fallback";
            /**
             * Format: date-time
             * @description While they get none: when they get some again, as far as the passing of time alone brings it about; absent where it needs something else besides, such as a touch that frees capacity. While they get some in their working time: when that ends.
             */
            until?: string;
            /** @description The same in plain words. */
            sentence: string;
        };
        /** @description Somebody who owns leads. */
        Rep: {
            /**
             * Format: uuid
             * @description Stays the same whatever else is changed.
             */
            id: string;
            /** @description What they are called; names need not be unique. */
            name: string;
            /**
             * Format: email
             * @description Their e-mail address: no two reps have one, without case.
             */
            email: string;
            /** @description Their IANA time zone: their own, else that of the settings. */
            timeZone: string;
            /**
             * Format: uuid
             * @description Their own calendar; else that of the pool, of their team (of several, of the one that was made first), or the default one.
             */
            calendarId?: string;
            /**
             * Format: uuid
             * @description Their manager: who is told when they miss something, and whose `manager` key reaches them. By default that of their team; of several teams, that of the one that was made first, also where it has none. The queue owner is told where there is no manager.
             */
            managerId?: string;
            /**
             * @description Whether they work here: without, they get no leads, and their keys are revoked.
             * @default true
             */
            active: boolean;
            /**
             * @description How many leads they may have: beyond that they get none.
             * @default {}
             */
            capacity: {
                /** @description At most so many open leads at once; any number by default. */
                open?: number;
                /** @description At most so many leads that await first touch at once; any number by default. */
                untouched?: number;
                /** @description At most so many leads assigned in a day of the rep’s zone; any number by default. */
                perDay?: number;
                /** @description At most so many leads assigned in a week of the rep’s zone, from Monday; any number by default. */
                perWeek?: number;
            };
            /**
             * @description Their ids in other systems, by system.
             * @default {}
             */
            refs: {
                [key: string]: string;
            };
            replanned?: components["schemas"]["Replanned"];
            /** @description Whether new leads may come, as it was set; `receiving` says whether any do. Running clocks run on. */
            available: boolean;
            /**
             * Format: date-time
             * @description When they become available again by themselves.
             */
            unavailableUntil?: string;
            receiving: components["schemas"]["Receiving"];
            /** @description Grows with every change, from 1. */
            version: number;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was changed last.
             */
            updatedAt: string;
        };
        /** @description What became of a batch of reps. */
        RepBatchResults: {
            /** @description One for each, in their order. */
            results: components["schemas"]["RepResult"][];
        };
        /** @description A page of a list. */
        RepPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Rep"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description What became of one rep. */
        RepResult: {
            /** @description Its place among the reps sent, from 0. */
            index: number;
            /**
             * @description What was done.
             * @enum {string}
             */
            status: "created" | "replaced" | "unchanged" | "invalid";
            /**
             * Format: uuid
             * @description Of the rep; absent when it is invalid.
             */
            id?: string;
            /** @description Everything that is wrong with it; nothing of it is kept. */
            errors?: components["schemas"]["Fault"][];
        };
        /** @description In the answer of a change on which running clocks depend: what became of them. */
        Replanned: {
            /** @description How many are due at another time than before, or not any more. Each has an event that says both. */
            clocks: number;
            /** @description Whether these are all: of very many the rest follows after the answer, by itself. */
            complete: boolean;
        };
        /** @description That events are sent once more. */
        Replayed: {
            /** @description How many there are. */
            deliveries: number;
        };
        /** @description Another secret. */
        RotatedSecret: {
            /** @description By which requests are signed from now on, answered only this once. */
            secret: string;
            /**
             * Format: date-time
             * @description Until then requests are signed by the former secret too.
             */
            formerUntil: string;
        };
        /** @description Who would get a lead. */
        RoutingPreview: {
            /** @description The rep who would own it; null for a lead that would wait in the queue. */
            ownerId: string | null;
            /** @description The pool that it would come out of; null for none. */
            poolId: string | null;
            /** @description The name of the rule that matched; null for none. */
            rule: string | null;
            /** @description The decision; null for a lead that comes with its owner: nothing is decided. */
            trace: components["schemas"]["RoutingTrace"] | null;
        };
        /** @description A decision as it was made at the time. */
        RoutingTrace: {
            /**
             * Format: date-time
             * @description When it was decided.
             */
            at: string;
            /** @description Up to and including the one that matched. */
            rules: components["schemas"]["TracedRule"][];
            /** @description Everybody who was looked at, in the order of the pools. */
            candidates: components["schemas"]["Candidate"][];
            /** @description Who got it; null for nobody. */
            winner: string | null;
            /** @description Why, in one plain sentence, with numbers. */
            because: string;
        };
        /** @description The routing rules. */
        Rulebook: {
            /** @description The first that matches wins. */
            rules: {
                /** @description What it is called, in traces too. */
                name: string;
                /**
                 * Condition
                 * @description A condition about a lead: `{ field, op, value }`, or `{ all: […] }`, `{ any: […] }`, `{ not: … }` of conditions, at most 20 levels and 500 conditions; `{}` matches always. Operators: eq, ne, in, notIn, lt, lte, gt, gte, contains, startsWith, endsWith (at most 200 characters), exists, missing, matches (a regular expression of at most 200 characters, found anywhere in the first 1,000 of the text; those of all rules may come to 7,500 instructions, those of all policies to 2,500). Text compares without case and has no order. A missing value satisfies only missing, ne and notIn. Fields begin with source, channel, campaign, form, landingPage, contact, company, attributes, clickIds, consent, test, receivedAt. attributes.* have no declared type: a comparison with another type is false.
                 */
                when: unknown;
                /** @description Who gets what it matches: exactly one of poolId and repId. */
                assign: {
                    /**
                     * Format: uuid
                     * @description A pool, which deals it to one of its members.
                     */
                    poolId?: string;
                    /**
                     * Format: uuid
                     * @description A rep, by name.
                     */
                    repId?: string;
                };
            }[];
            /** @description Where a lead goes when no rule matches or nobody is eligible, and who is told of the queue. */
            fallback: {
                /**
                 * Format: uuid
                 * @description The pool that such leads go to; the queue without one.
                 */
                poolId?: string;
                /**
                 * Format: uuid
                 * @description The rep who is told of leads in the queue.
                 */
                queueOwnerId?: string;
            };
            /** @description Grows with every change, from 0: no rules. */
            version: number;
            /** @description In the answer of a change: what works, but hardly as it was meant; absent where nothing does. */
            warnings?: components["schemas"]["Warning"][];
        };
        /** @description What holds for the whole organisation. */
        Settings: {
            /**
             * Format: timeZone
             * @description The IANA time zone of whoever has none of their own.
             * @default UTC
             */
            timeZone: string;
            /** @description The ISO 3166-1 code of a country, such as DE. Numbers that name no country are read as numbers of it. */
            defaultCountry?: string;
            /**
             * Format: currency
             * @description The code of a currency (ISO 4217), such as EUR.
             * @default EUR
             */
            currency: string;
            /**
             * Format: uuid
             * @description The calendar of whoever has no other.
             */
            defaultCalendarId: string;
            /**
             * @description How far back a touch or a milestone may be dated, by who reports it.
             * @default {
             *       "rep": "PT15M",
             *       "integration": "P7D"
             *     }
             */
            backdating: {
                /**
                 * Format: duration
                 * @description In elapsed time, by a key of a rep or a manager.
                 * @default PT15M
                 */
                rep: string;
                /**
                 * Format: duration
                 * @description In elapsed time, by a program.
                 * @default P7D
                 */
                integration: string;
            };
            /**
             * @description { "moves", "per" } or null. When more leads are to move because of a breach, enforcement is held until a person deletes the hold. Null: nothing stops it.
             * @default {
             *       "moves": 200,
             *       "per": "PT10M"
             *     }
             */
            stormBreaker: {
                /** @description So many leads may move. */
                moves: number;
                /**
                 * Format: duration
                 * @description In so long, elapsed time; a day at most.
                 */
                per: string;
            } | null;
            /**
             * @description When no touches come any more from a program that reports them: for twice as long as at most in the same hours of three of the last four weeks, in working time. Then reps look idle and are not.
             * @default {
             *       "alarm": true,
             *       "hold": false,
             *       "after": "PT30M"
             *     }
             */
            silence: {
                /**
                 * @description Whether people are told.
                 * @default true
                 */
                alarm: boolean;
                /**
                 * @description Whether enforcement is held until touches have been back for 15 minutes.
                 * @default false
                 */
                hold: boolean;
                /**
                 * Format: duration
                 * @description A shorter silence is none: 15 minutes to a day, in working time of the default calendar.
                 * @default PT30M
                 */
                after: string;
            };
            /**
             * @description Who is told, beside the owner of the queue, when something is wrong with all of it.
             * @default []
             */
            alertsTo: string[];
            /**
             * Format: uuid
             * @description The pool to which test leads go. Without it nobody gets them: they wait, and say why.
             */
            testPoolId?: string;
            /**
             * @description When leads may be contacted, by kind of touch, in their own local time. A kind that is not named may be used at any time.
             * @default {}
             */
            contactHours: {
                /** @description When they may be contacted by call. */
                call?: {
                    /** @description The week. A day that is not given is closed. */
                    hours: {
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        mon?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        tue?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        wed?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        thu?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        fri?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        sat?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        sun?: [
                            string,
                            string
                        ][];
                    };
                    /**
                     * @description Not on public holidays of the country and the region of the lead, where they are known.
                     * @default true
                     */
                    holidays: boolean;
                };
                /** @description When they may be contacted by text message. */
                sms?: {
                    /** @description The week. A day that is not given is closed. */
                    hours: {
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        mon?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        tue?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        wed?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        thu?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        fri?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        sat?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        sun?: [
                            string,
                            string
                        ][];
                    };
                    /**
                     * @description Not on public holidays of the country and the region of the lead, where they are known.
                     * @default true
                     */
                    holidays: boolean;
                };
                /** @description When they may be contacted by e-mail. */
                email?: {
                    /** @description The week. A day that is not given is closed. */
                    hours: {
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        mon?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        tue?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        wed?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        thu?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        fri?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        sat?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        sun?: [
                            string,
                            string
                        ][];
                    };
                    /**
                     * @description Not on public holidays of the country and the region of the lead, where they are known.
                     * @default true
                     */
                    holidays: boolean;
                };
                /** @description When they may be contacted by chat. */
                chat?: {
                    /** @description The week. A day that is not given is closed. */
                    hours: {
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        mon?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        tue?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        wed?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        thu?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        fri?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        sat?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        sun?: [
                            string,
                            string
                        ][];
                    };
                    /**
                     * @description Not on public holidays of the country and the region of the lead, where they are known.
                     * @default true
                     */
                    holidays: boolean;
                };
                /** @description When they may be contacted by meeting. */
                meeting?: {
                    /** @description The week. A day that is not given is closed. */
                    hours: {
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        mon?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        tue?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        wed?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        thu?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        fri?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        sat?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        sun?: [
                            string,
                            string
                        ][];
                    };
                    /**
                     * @description Not on public holidays of the country and the region of the lead, where they are known.
                     * @default true
                     */
                    holidays: boolean;
                };
            };
            /**
             * Format: duration
             * @description How long later leads of a person are kept out where a rep closed a lead with a reason that blocks, and the reason itself does not say how long (`blockFor`): a day to `P400D`, in elapsed time. What is blocked already stays so for as long as it was.
             * @default P180D
             */
            repBlocksFor: string;
            replanned?: components["schemas"]["Replanned"];
            /** @description Grows with every change, from 1. */
            version: number;
            /**
             * Format: date-time
             * @description When they were changed last.
             */
            updatedAt: string;
        };
        /** @description Whether leads can be served. */
        Setup: {
            /** @description Whether nothing is missing. */
            ready: boolean;
            /** @description The first step first. */
            missing: components["schemas"]["Missing"][];
            /** @description What works, but hardly as it was meant. */
            warnings: components["schemas"]["Oddity"][];
        };
        /** @description How soon leads were answered. With the total of all. */
        SpeedToLeadReport: {
            /** @description In the order of time where it is grouped by time, else of the keys. */
            data: components["schemas"]["SpeedToLeadRow"][];
            total: components["schemas"]["SpeedToLeadRow"];
        };
        /** @description How soon leads were answered. */
        SpeedToLeadRow: {
            /** @description A value for each of `by`; of the total none. */
            key: {
                /** @description As it was written first; sources are one without case. */
                source?: string | null;
                /** @description Null: none. */
                channel?: string | null;
                /** @description Null: none. */
                campaign?: string | null;
                /** @description The id of the owner; null: nobody. */
                rep?: string | null;
                /** @description The id of the team that the owner was in when the lead became theirs; null: none. */
                team?: string | null;
                /** @description The id of the pool; null: none. */
                pool?: string | null;
                /** @description The id of the policy; null: leads that none covers. */
                policy?: string | null;
                /** @description The local date of receipt. */
                day?: string;
                /** @description The local date of the Monday before, or on the day of, receipt. */
                week?: string;
                /**
                 * @description The local day of receipt.
                 * @enum {string}
                 */
                weekday?: "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
                /** @description The local hour of receipt. */
                hour?: number;
                /** @description The code of the reason, as it was given first; null: not closed with one, so open or won. */
                reason?: string | null;
                /** @description The category of the disposition; null: not closed with one. */
                category?: string | null;
                /** @description What an ad platform may be told of it; null: not closed with a disposition. */
                intent?: string | null;
            };
            /** @description The key in words, with the names of today. */
            label: string;
            /** @description The parameters of `GET /v1/leads` that list the leads of the row. Null where that list has no such parameter (teams, weekdays, hours, intents, no channel). */
            filter: {
                [key: string]: string;
            } | null;
            /** @description All that came in; of reps and teams: how often one was theirs to answer. */
            leads: number;
            /** @description Answered by now; of reps and teams: while it was theirs. */
            touched: number;
            /** @description Of leads whose promise of a first touch is decided, those that nobody missed: by the promise to the lead (`leadWithin`) where there is one, else by those of all its owners; of reps and teams by their own. Null: of none it is. */
            attainment: number | null;
            /** @description Around the clock, from receipt; of reps and teams from when the lead was theirs. */
            elapsed: {
                /** @description Half of the answers took no longer. In seconds. */
                medianSeconds: number | null;
                /** @description Nine of ten took no longer. In seconds. */
                p90Seconds: number | null;
                /** @description 99 of 100 took no longer. In seconds. */
                p99Seconds: number | null;
            };
            /** @description In the hours of the promise to the lead; of reps and teams in the hours of the owner. */
            working: {
                /** @description Half of the answers took no longer. In seconds. */
                medianSeconds: number | null;
                /** @description Nine of ten took no longer. In seconds. */
                p90Seconds: number | null;
                /** @description 99 of 100 took no longer. In seconds. */
                p99Seconds: number | null;
            };
            /** @description Leads by how soon they were answered, elapsed time. Five minutes sharp are `upTo5m`. */
            bands: {
                /** @description Leads: upTo5m. */
                upTo5m: number;
                /** @description Leads: upTo15m. */
                upTo15m: number;
                /** @description Leads: upTo60m. */
                upTo60m: number;
                /** @description Leads: over60m. */
                over60m: number;
                /** @description Leads: never. */
                never: number;
            };
            /** @description What became of the leads of each band, whoever had them by then. */
            bandRates: {
                /** @description Shares of the leads of the band upTo5m; null of none. */
                upTo5m: {
                    /** @description That were reached. */
                    contact: number | null;
                    /** @description That were qualified, or got further. */
                    qualified: number | null;
                    /** @description That were won. */
                    won: number | null;
                };
                /** @description Shares of the leads of the band upTo15m; null of none. */
                upTo15m: {
                    /** @description That were reached. */
                    contact: number | null;
                    /** @description That were qualified, or got further. */
                    qualified: number | null;
                    /** @description That were won. */
                    won: number | null;
                };
                /** @description Shares of the leads of the band upTo60m; null of none. */
                upTo60m: {
                    /** @description That were reached. */
                    contact: number | null;
                    /** @description That were qualified, or got further. */
                    qualified: number | null;
                    /** @description That were won. */
                    won: number | null;
                };
                /** @description Shares of the leads of the band over60m; null of none. */
                over60m: {
                    /** @description That were reached. */
                    contact: number | null;
                    /** @description That were qualified, or got further. */
                    qualified: number | null;
                    /** @description That were won. */
                    won: number | null;
                };
                /** @description Shares of the leads of the band never; null of none. */
                never: {
                    /** @description That were reached. */
                    contact: number | null;
                    /** @description That were qualified, or got further. */
                    qualified: number | null;
                    /** @description That were won. */
                    won: number | null;
                };
            };
            /** @description The same in working time. */
            workingBands: {
                /** @description Leads: upTo5m. */
                upTo5m: number;
                /** @description Leads: upTo15m. */
                upTo15m: number;
                /** @description Leads: upTo60m. */
                upTo60m: number;
                /** @description Leads: over60m. */
                over60m: number;
                /** @description Leads: never. */
                never: number;
            };
            /** @description The same in working time. */
            workingBandRates: {
                /** @description Shares of the leads of the band upTo5m; null of none. */
                upTo5m: {
                    /** @description That were reached. */
                    contact: number | null;
                    /** @description That were qualified, or got further. */
                    qualified: number | null;
                    /** @description That were won. */
                    won: number | null;
                };
                /** @description Shares of the leads of the band upTo15m; null of none. */
                upTo15m: {
                    /** @description That were reached. */
                    contact: number | null;
                    /** @description That were qualified, or got further. */
                    qualified: number | null;
                    /** @description That were won. */
                    won: number | null;
                };
                /** @description Shares of the leads of the band upTo60m; null of none. */
                upTo60m: {
                    /** @description That were reached. */
                    contact: number | null;
                    /** @description That were qualified, or got further. */
                    qualified: number | null;
                    /** @description That were won. */
                    won: number | null;
                };
                /** @description Shares of the leads of the band over60m; null of none. */
                over60m: {
                    /** @description That were reached. */
                    contact: number | null;
                    /** @description That were qualified, or got further. */
                    qualified: number | null;
                    /** @description That were won. */
                    won: number | null;
                };
                /** @description Shares of the leads of the band never; null of none. */
                never: {
                    /** @description That were reached. */
                    contact: number | null;
                    /** @description That were qualified, or got further. */
                    qualified: number | null;
                    /** @description That were won. */
                    won: number | null;
                };
            };
            /** @description Where the time of all answers went: the parts add up to the total. */
            split: {
                /** @description From when the person sent it until it was received. In seconds. */
                beforeReceiptSeconds: number;
                /** @description While nobody had it. In seconds. */
                systemSeconds: number;
                /** @description While its owner was at work and it was not paused. In seconds. */
                ownerSeconds: number;
                /** @description While its owner was off or away, or the lead could not be contacted and the promise waited for that (`leadHours`). In seconds. */
                offHoursSeconds: number;
                /** @description Paused, while its owner was at work. In seconds. */
                pausedSeconds: number;
                /** @description From sending to the answer; of reps and teams from when it was theirs. In seconds. */
                totalSeconds: number;
            };
            /** @description Answers by elapsed time, with `histogram=true`. */
            histogram?: {
                /** @description The longest of this bucket; null for no end. In seconds. */
                upToSeconds: number | null;
                /** @description Answered in more than the bucket before, and at most so long. */
                leads: number;
            }[];
            /** @description Answers by working time, with `histogram=true`. */
            workingHistogram?: {
                /** @description The longest of this bucket; null for no end. In seconds. */
                upToSeconds: number | null;
                /** @description Answered in more than the bucket before, and at most so long. */
                leads: number;
            }[];
        };
        /** @description That nothing is posted to a channel. */
        StoppedChannel: {
            /**
             * Format: date-time
             * @description Since when.
             */
            at: string;
            /**
             * @description `refused`: the bot may not post any more, or there is no such channel; `failing`: for three days nothing has got there.
             * @enum {string}
             */
            why: "refused" | "failing";
            /** @description What was answered. */
            note: string | null;
        };
        /** @description That nothing is handed out. */
        StoppedDestination: {
            /**
             * Format: date-time
             * @description Since when.
             */
            at: string;
            /**
             * @description `person`: somebody stopped it; `account`: the platform takes nothing of the account; `retractions`: more would be taken back within a day than it may.
             * @enum {string}
             */
            why: "person" | "account" | "retractions";
            /** @description In the words of whoever stopped it, or of the platform. */
            note: string | null;
        };
        /** @description What an event is about. */
        Subject: {
            /** @description Its kind. */
            type: string;
            /**
             * Format: uuid
             * @description Of the lead, the rep, the document.
             */
            id: string;
            /** @description Counts the events of the subject, without a gap, from 1. */
            seq: number;
        };
        /** @description All that is held of a person. */
        SubjectAccess: {
            /**
             * Format: date-time
             * @description As of when.
             */
            askedAt: string;
            /** @description The leads of the person, oldest first. */
            data: components["schemas"]["HeldLead"][];
            /** @description That nobody wants to hear from them, or they from nobody. */
            suppressions: components["schemas"]["HeldSuppression"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description By what leads are stored and closed as they come in. */
        Suppression: {
            /**
             * Format: uuid
             * @description Of the suppression.
             */
            id: string;
            /**
             * @description What of a lead it is about.
             * @enum {string}
             */
            kind: "email" | "phone" | "domain";
            /** @description SHA-256 of `kind:identifier`, in hexadecimal digits: the identifier itself is not kept. Of `müller.de` that of `xn--mller-kva.de`. */
            hash: string;
            /** @description The code of the reason with which later leads are closed. */
            reason: string;
            /** @description The lead whose closing made it; null where somebody entered it. */
            leadId: string | null;
            /** @description That closing; null where somebody entered it. */
            dispositionId: string | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            by: components["schemas"]["Author"];
            /** @description When it ends by itself; null: it holds for good. */
            until: string | null;
            /** @description That it holds no longer; null while nobody has lifted it. */
            lifted: components["schemas"]["Lifted"] | null;
        };
        /** @description A page of a list. */
        SuppressionPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Suppression"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description Reps who belong together. */
        Team: {
            /**
             * Format: uuid
             * @description Stays the same whatever else is changed.
             */
            id: string;
            /** @description What it is called; no two teams have one name, without case. */
            name: string;
            /**
             * Format: uuid
             * @description The rep who leads it: the manager of those members who have no `managerId` of their own, and who are in no team that was made before. Nobody is their own manager.
             */
            managerId?: string;
            /**
             * @description The reps in it. Of a rep in several teams, the one that was made first holds, with its manager and calendar; it is saved with a warning.
             * @default []
             */
            repIds: string[];
            /**
             * Format: uuid
             * @description Their calendar, where neither they nor the pool have one.
             */
            calendarId?: string;
            /** @description In the answer of a change: what works, but hardly as it was meant; absent where nothing does. */
            warnings?: components["schemas"]["Warning"][];
            replanned?: components["schemas"]["Replanned"];
            /** @description Grows with every change, from 1. */
            version: number;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was changed last.
             */
            updatedAt: string;
        };
        /** @description A page of a list. */
        TeamPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Team"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description What a deal is agreed for. */
        Term: {
            /**
             * Format: date
             * @description The first day.
             */
            startsOn: string;
            /**
             * Format: date
             * @description The last day.
             */
            endsOn: string;
            /** @description How many days before its end notice has to be given; null where that was not said. */
            noticeDays: number | null;
        };
        /** @description An event of a lead, with its sentence. */
        TimelineEntry: {
            /**
             * Format: uuid
             * @description Of the event.
             */
            id: string;
            /** @description The `after` that goes on from here. */
            cursor: string;
            /**
             * @description What happened.
             * @enum {string}
             */
            type: "lead.received" | "lead.updated" | "lead.assigned" | "lead.queued" | "lead.reassigned" | "lead.touched" | "lead.touchVoided" | "lead.milestone" | "lead.milestoneRevalued" | "lead.milestoneReversed" | "lead.disposed" | "lead.corrected" | "lead.reopened" | "lead.woken" | "lead.erased" | "account.created" | "account.updated" | "deal.created" | "deal.updated" | "deal.won" | "deal.lost" | "deal.reopened" | "sla.started" | "sla.warned" | "sla.breached" | "sla.met" | "sla.corrected" | "sla.escalated" | "sla.cancelled" | "sla.replanned" | "sla.paused" | "sla.resumed" | "sla.acknowledged" | "sla.held" | "rep.away" | "rep.back" | "config.changed" | "feedback.sent" | "feedback.expired" | "suppression.added" | "suppression.lifted" | "hold.begun" | "hold.ended" | "touches.silent" | "touches.back" | "system.heartbeat";
            /**
             * Format: date-time
             * @description When it happened.
             */
            occurredAt: string;
            subject: components["schemas"]["Subject"];
            actor: components["schemas"]["Actor"];
            /** @description Ids and facts, by its type; never a person’s name, address or number. */
            data: {
                [key: string]: unknown;
            };
            /** @description What somebody wrote to it: of a touch its note, of a move by hand its reason. */
            note?: string;
            /** @description What happened, in one plain sentence. */
            text: string;
        };
        /** @description A page of a list. */
        TimelineEntryPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["TimelineEntry"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description That an ad platform was told of them before, or may have been. */
        ToldBeforeErasure: {
            /**
             * Format: uuid
             * @description Of the destination.
             */
            destinationId: string;
            /**
             * @description Who was told.
             * @enum {string}
             */
            platform: "googleAds" | "meta" | "linkedin" | "microsoft" | "tiktok" | "generic";
            /**
             * Format: date-time
             * @description When it was told last, or that was handed out.
             */
            lastSentAt: string;
            /** @description What the platform offers to delete it, in plain English. */
            deleting: string;
            /** @description How many things it was told, and how many more it may have been told: such as somebody has in hand, or never reported on. */
            items: number;
        };
        /** @description What something is worth. */
        ToldValue: {
            /** @description A decimal number, as text. */
            amount: string;
            /** @description ISO 4217 */
            currency: string;
        };
        /** @description A contact attempt. */
        Touch: {
            /**
             * Format: uuid
             * @description Of the touch.
             */
            id: string;
            /**
             * Format: uuid
             * @description The lead.
             */
            leadId: string;
            /** @description The cycle of the lead that it belongs to. */
            cycle: number;
            /**
             * @description By which way.
             * @enum {string}
             */
            kind: "call" | "email" | "sms" | "chat" | "meeting" | "other";
            /**
             * @description Whether the rep turned to the lead or the lead to the rep.
             * @default outbound
             * @enum {string}
             */
            direction: "outbound" | "inbound";
            /**
             * @description What came of it. call: connected, noAnswer, voicemail, wrongNumber, booked; email, sms, chat: sent, replied, bounced, booked (chat also connected); meeting: booked, held, noShow, cancelled; other: all.
             * @enum {string}
             */
            outcome: "connected" | "replied" | "noAnswer" | "voicemail" | "sent" | "bounced" | "wrongNumber" | "booked" | "held" | "noShow" | "cancelled";
            /**
             * Format: date-time
             * @description When it happened: of a call, its start.
             */
            occurredAt: string;
            /** @description How long it took, in whole seconds; null where that was not told. */
            durationSeconds: number | null;
            /** @description Who made it; null where that is not known. */
            repId: string | null;
            /**
             * @description Made by a program: it counts for no promise.
             * @default false
             */
            automated: boolean;
            /** @description What was noted; null for nothing. */
            note: string | null;
            /** @description Its id where it came from; null for none. */
            externalId: string | null;
            /**
             * Format: date-time
             * @description When it was reported.
             */
            recordedAt: string;
            reportedBy: components["schemas"]["Author"];
            /** @description That it was none, as it turned out; null while it stands. */
            voided: components["schemas"]["VoidedTouch"] | null;
        };
        /** @description A contact attempt, and what became of it. */
        TouchOfLead: {
            /**
             * Format: uuid
             * @description Of the touch.
             */
            id: string;
            /**
             * Format: uuid
             * @description The lead.
             */
            leadId: string;
            /** @description The cycle of the lead that it belongs to. */
            cycle: number;
            /**
             * @description By which way.
             * @enum {string}
             */
            kind: "call" | "email" | "sms" | "chat" | "meeting" | "other";
            /**
             * @description Whether the rep turned to the lead or the lead to the rep.
             * @default outbound
             * @enum {string}
             */
            direction: "outbound" | "inbound";
            /**
             * @description What came of it. call: connected, noAnswer, voicemail, wrongNumber, booked; email, sms, chat: sent, replied, bounced, booked (chat also connected); meeting: booked, held, noShow, cancelled; other: all.
             * @enum {string}
             */
            outcome: "connected" | "replied" | "noAnswer" | "voicemail" | "sent" | "bounced" | "wrongNumber" | "booked" | "held" | "noShow" | "cancelled";
            /**
             * Format: date-time
             * @description When it happened: of a call, its start.
             */
            occurredAt: string;
            /** @description How long it took, in whole seconds; null where that was not told. */
            durationSeconds: number | null;
            /** @description Who made it; null where that is not known. */
            repId: string | null;
            /**
             * @description Made by a program: it counts for no promise.
             * @default false
             */
            automated: boolean;
            /** @description What was noted; null for nothing. */
            note: string | null;
            /** @description Its id where it came from; null for none. */
            externalId: string | null;
            /**
             * Format: date-time
             * @description When it was reported.
             */
            recordedAt: string;
            reportedBy: components["schemas"]["Author"];
            /** @description That it was none, as it turned out; null while it stands. */
            voided: components["schemas"]["VoidedTouch"] | null;
            /** @description Whether it was the first touch that an owner’s clock waited for, in time or late; null where no such clock ran. */
            firstTouch: boolean | null;
        };
        /** @description A page of a list. */
        TouchOfLeadPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["TouchOfLead"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description What became of one touch. */
        TouchResult: {
            /** @description Its place among the touches sent, from 0. */
            index: number;
            /**
             * @description What was done. `existing`: this lead has a touch with this `externalId`. `noMatch`: no lead fits that the key may work on, or several do of which not exactly one is open.
             * @enum {string}
             */
            status: "recorded" | "existing" | "noMatch" | "invalid";
            /**
             * Format: uuid
             * @description Of the touch, where it is recorded or existing.
             */
            id?: string;
            /**
             * Format: uuid
             * @description The lead that it is a touch of.
             */
            leadId?: string;
            /** @description Everything that is wrong with it; nothing of it is kept. */
            errors?: components["schemas"]["Fault"][];
        };
        /** @description What became of a batch of touches. */
        TouchResults: {
            /** @description One for each, in their order. */
            results: components["schemas"]["TouchResult"][];
        };
        /** @description How a rule came out. */
        TracedRule: {
            /** @description Of the rule. */
            name: string;
            /** @description Whether it matched the lead. */
            matched: boolean;
            failed?: components["schemas"]["FailedComparison"];
        };
        /** @description What became of leads that had moved because of a breach. */
        Undo: {
            /** @description How many are given back. */
            undone: number;
            /** @description How many stay where they are. */
            left: number;
            /** @description The first 10,000 of them. */
            leads: components["schemas"]["UndoneMove"][];
        };
        /** @description A lead that had moved because of a breach. */
        UndoneMove: {
            /**
             * Format: uuid
             * @description The lead.
             */
            leadId: string;
            /** @description Who had it when it was asked; null where nobody did. */
            fromRepId: string | null;
            /**
             * Format: uuid
             * @description Who had it before it moved.
             */
            toRepId: string;
            /** @description Whether it is given back; in a dry run, whether it would be. */
            undone: boolean;
            /** @description Why not, in one plain sentence. */
            why?: string;
        };
        /** @description All that a key is told of a lead that it may not see. */
        UnseenLead: {
            /**
             * Format: uuid
             * @description Of the lead.
             */
            id: string;
            /**
             * @description Whether it is worked on, or how it ended. `nurturing` and `recycled` come back by themselves, and when the person asks again, which brings back what is `lost` too; `suppressed` and `won` when somebody reopens them.
             * @enum {string}
             */
            status: "open" | "nurturing" | "recycled" | "suppressed" | "lost" | "won";
        };
        /** @description What something is worth. */
        Value: {
            /** @description A decimal number. */
            amount: string;
            /** @description The code of a currency (ISO 4217). */
            currency: string;
        };
        /** @description What somebody changed. */
        Version: {
            /** @description Counts the changes, from 1. */
            version: number;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            by: components["schemas"]["Author"];
            /** @description What differs from the version before; lists as a whole. */
            changes: components["schemas"]["Change"][];
        };
        /** @description A page of a list. */
        VersionPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Version"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description Why a touch was taken back. */
        VoidedTouch: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Why, in the words of whoever did. */
            reason: string;
            by: components["schemas"]["Author"];
        };
        /** @description A lead that waits for somebody. */
        WaitingLead: {
            /**
             * Format: uuid
             * @description The lead.
             */
            leadId: string;
            /**
             * Format: date-time
             * @description Since when it waits.
             */
            since: string;
            /** @description The pool that it waits for; null for none. */
            poolId: string | null;
            /** @description The name of the rule that matched; null for none. */
            rule: string | null;
            /** @description The reason, in one plain sentence. */
            why: string;
            /**
             * @description `queue`: it has no owner. `move`: its owner missed it, and keeps it until somebody else can take it.
             * @enum {string}
             */
            waiting: "queue" | "move";
            /** @description Whether it is a test lead. */
            test: boolean;
        };
        /** @description A page of a list. */
        WaitingLeadPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["WaitingLead"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description Something that is saved though it is hardly as it was meant. */
        Warning: {
            /** @description A JSON pointer into what was sent; empty where it is the whole of it. */
            pointer: string;
            /** @description What it means, and the request that mends it. */
            message: string;
        };
        /** @description An address to which events are posted. */
        Webhook: {
            /**
             * Format: uuid
             * @description Stays the same whatever else is changed.
             */
            id: string;
            /** @description Where events are posted to: an address of the public network that begins with `https://`, without a user or a fragment. Hosts of one’s own are named by the operator in `PRIVATE_HOSTS`. */
            url: string;
            /** @description Of which events it is told. */
            types: ("lead.*" | "account.*" | "deal.*" | "sla.*" | "rep.*" | "config.*" | "feedback.*" | "suppression.*" | "hold.*" | "touches.*" | "system.*" | "lead.received" | "lead.updated" | "lead.assigned" | "lead.queued" | "lead.reassigned" | "lead.touched" | "lead.touchVoided" | "lead.milestone" | "lead.milestoneRevalued" | "lead.milestoneReversed" | "lead.disposed" | "lead.corrected" | "lead.reopened" | "lead.woken" | "lead.erased" | "account.created" | "account.updated" | "deal.created" | "deal.updated" | "deal.won" | "deal.lost" | "deal.reopened" | "sla.started" | "sla.warned" | "sla.breached" | "sla.met" | "sla.corrected" | "sla.escalated" | "sla.cancelled" | "sla.replanned" | "sla.paused" | "sla.resumed" | "sla.acknowledged" | "sla.held" | "rep.away" | "rep.back" | "config.changed" | "feedback.sent" | "feedback.expired" | "suppression.added" | "suppression.lifted" | "hold.begun" | "hold.ended" | "touches.silent" | "touches.back" | "system.heartbeat")[];
            /** @description Since when it has this secret. */
            secretSetAt: string | null;
            /** @description That nothing is sent until somebody resumes it: what happens meanwhile waits; null where it is sent. */
            paused: components["schemas"]["PausedWebhook"] | null;
            /** @description Grows with every change, from 1. */
            version: number;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was changed last.
             */
            updatedAt: string;
        };
        /** @description A page of a list. */
        WebhookPage: {
            /** @description The rows, in the order of the list. */
            data: components["schemas"]["Webhook"][];
            /** @description The `cursor` of the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description What is on its way, with every attempt. */
        WholeDelivery: {
            /**
             * Format: uuid
             * @description Of the delivery.
             */
            id: string;
            /**
             * @description By which way.
             * @enum {string}
             */
            channel: "webhook" | "email" | "slack" | "teams";
            /** @description The webhook that it goes to; null: it goes to none. */
            webhookId: string | null;
            /** @description The channel that it goes to; null: it goes to none. */
            channelId: string | null;
            /** @description The rep whom it goes to; null: it goes to no person alone. */
            repId: string | null;
            /**
             * @description What it tells of: a type of event, or of notification.
             * @enum {string}
             */
            type: "lead.received" | "lead.updated" | "lead.assigned" | "lead.queued" | "lead.reassigned" | "lead.touched" | "lead.touchVoided" | "lead.milestone" | "lead.milestoneRevalued" | "lead.milestoneReversed" | "lead.disposed" | "lead.corrected" | "lead.reopened" | "lead.woken" | "lead.erased" | "account.created" | "account.updated" | "deal.created" | "deal.updated" | "deal.won" | "deal.lost" | "deal.reopened" | "sla.started" | "sla.warned" | "sla.breached" | "sla.met" | "sla.corrected" | "sla.escalated" | "sla.cancelled" | "sla.replanned" | "sla.paused" | "sla.resumed" | "sla.acknowledged" | "sla.held" | "rep.away" | "rep.back" | "config.changed" | "feedback.sent" | "feedback.expired" | "suppression.added" | "suppression.lifted" | "hold.begun" | "hold.ended" | "touches.silent" | "touches.back" | "system.heartbeat" | "lead.movedAway" | "lead.suppressed" | "lead.movesUndone" | "enforcement.stopped" | "leads.keptOut" | "leads.closed" | "leads.reopened" | "feedback.stopped" | "feedback.ending" | "webhook.failing" | "webhook.paused" | "team.summary" | "channel.failing" | "channel.stopped";
            /** @description The event: sent as `webhook-id`, the same at every attempt and in every replay; null: it goes to a person. */
            eventId: string | null;
            /** @description The notification; null: it goes to no person alone. */
            notificationId: string | null;
            /** @description The same for what is told in one message; null: it goes to a webhook, or none was written yet. */
            messageId: string | null;
            /** @description The lead that it is about; null: it is about something else. */
            leadId: string | null;
            /**
             * @description `waiting`: it is on its way, or tried again at `nextAttemptAt`; `delivered`: it was taken; `failed`: it was refused for good, or given up after three days; `withdrawn`: nobody has to be told any more; `unsent`: there is no way to send it.
             * @enum {string}
             */
            state: "waiting" | "delivered" | "failed" | "withdrawn" | "unsent";
            /** @description Why it was withdrawn, or not sent; null otherwise. */
            why: string | null;
            /** @description How often it was sent. */
            attempts: number;
            /** @description When it is sent next, at the earliest: those about one subject go in their order, and an endpoint may rest or be paused; null: it has ended. */
            nextAttemptAt: string | null;
            /** @description The `messageId` of what a bot has posted, which is written anew because of the event; null: nothing is. */
            rewrites: string | null;
            /** @description The delivery that it repeats; null: it repeats none. */
            replayOf: string | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /** @description When it was delivered, or given up; null while it waits. */
            endedAt: string | null;
            /** @description Every time that it was sent, oldest first. */
            tried: components["schemas"]["DeliveryAttempt"][];
            /** @description What is sent, as it is signed; null: the event is no longer kept. */
            body: string | null;
        };
        /** @description Leads of which nothing was done, by why. */
        WhySkipped: {
            /** @description Why, in one plain sentence. */
            why: string;
            /** @description How many. */
            leads: number;
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
    listLeads: {
        parameters: {
            query?: {
                /** @description Rows on a page; a page of large leads ends earlier, with a `nextCursor`. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
                /** @description Worked on, or ended so. */
                status?: "open" | "nurturing" | "recycled" | "suppressed" | "lost" | "won";
                /** @description With the work on it so far. */
                workState?: "untouched" | "attempting" | "connected" | "qualified";
                /** @description Of this rep. */
                ownerId?: string;
                /** @description That this rep has, or has had. */
                hadBy?: string;
                /** @description Out of this pool. */
                poolId?: string;
                /** @description That this policy covers. */
                policyId?: string;
                /** @description From this source, without case. */
                source?: string;
                /** @description Of this channel. */
                channel?: string;
                /** @description Of this campaign. */
                campaign?: string;
                /** @description Whether it is a test lead. */
                test?: boolean;
                /** @description Closed so. */
                category?: "nurture" | "recycle" | "suppress" | "lost";
                /** @description Closed with the reason of this code. */
                reason?: string;
                /** @description Ever closed with the reason of this code, also where that was taken back; one that was corrected counts as its correction. */
                closedWith?: string;
                /** @description Ever closed so, counted as `closedWith` is. */
                closedAs?: "nurture" | "recycle" | "suppress" | "lost";
                /** @description Closed as it came in by this suppression, and not opened since. */
                suppressionId?: string;
                /** @description `none`: leads that no policy matched. */
                policy?: "none";
                /** @description Whether a clock of the present cycle was missed. */
                breached?: boolean;
                /** @description With this id where it came from. */
                externalId?: string;
                /** @description a system and an id in it, such as hubspot:123 */
                ref?: string;
                /** @description With this e-mail address, without case. */
                email?: string;
                /** @description With this number, however it is written. */
                phone?: string;
                /** @description That nobody has tried to reach since, and that has not written since: received, or come back, before this instant. */
                untouchedSince?: string;
                /** @description Received at this instant or later. */
                receivedFrom?: string;
                /** @description Received before this instant. */
                receivedTo?: string;
                /** @description Beginnings of words in the name, the company, its domain, the e-mail address (also of its parts) or the external id, without case; a lead has all that are given. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of leads, oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadPage"];
                };
            };
        };
    };
    createLead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Its id where it came from. A `source` and an `externalId` are one lead, however often it is sent. */
                    externalId?: string;
                    /** @description Where it came from, such as `google-ads`; compared without case. */
                    source: string;
                    /** @description What kind of source that is, such as `paid-search`. */
                    channel?: string;
                    /** @description The campaign that brought it. */
                    campaign?: string;
                    /** @description The form that was filled in. */
                    form?: string;
                    /** @description The address of the page on which the person arrived. */
                    landingPage?: string;
                    /** @description What the person wrote. */
                    message?: string;
                    /**
                     * Format: date-time
                     * @description When the person sent it, at most 5 minutes ahead of `receivedAt`. The clocks of policies that start from it count from here.
                     */
                    submittedAt?: string;
                    /** @description Its ids in other systems, by system. */
                    refs?: {
                        [key: string]: string;
                    };
                    /** @description The person. */
                    contact?: {
                        /** @description The whole name. */
                        name?: string;
                        /** @description The first name. */
                        firstName?: string;
                        /** @description The last name. */
                        lastName?: string;
                        /** @description What they are in their company. */
                        title?: string;
                        /** @description The e-mail address; compared without case. One that cannot be read is kept, and listed in `issues`. */
                        email?: string;
                        /** @description The number as it was given; compared as a number of `country`, else of the default country of the settings. */
                        phone?: string;
                        /** @description A country by its ISO 3166-1 code, such as `DE`. A name in one of many languages, or a common spelling, becomes the code: `Germany`, `Deutschland`, `U.S.`, `UK`. What may be several countries is listed in `issues`, and so is what is not known, which is kept as it was sent. */
                        country?: string;
                        /** @description A part of the country. */
                        region?: string;
                        /** @description The postal code. */
                        postalCode?: string;
                        /** @description The language they speak, such as `de`. */
                        language?: string;
                        /** @description The IANA time zone they live in, such as `Europe/Berlin`. */
                        timeZone?: string;
                        /** @description Ways in which they do not want to be contacted. */
                        doNot?: ("call" | "email" | "sms")[];
                    };
                    /** @description The company they ask for. */
                    company?: {
                        /** @description Its name. */
                        name?: string;
                        /** @description Its domain, such as `example.com`. */
                        domain?: string;
                        /** @description A country by its ISO 3166-1 code, such as `DE`. A name in one of many languages, or a common spelling, becomes the code: `Germany`, `Deutschland`, `U.S.`, `UK`. What may be several countries is listed in `issues`, and so is what is not known, which is kept as it was sent. */
                        country?: string;
                        /** @description A part of the country. */
                        region?: string;
                        /** @description What it does. */
                        industry?: string;
                        /** @description How many people work there. */
                        employees?: number;
                    };
                    /** @description Whatever else is known: at most 100 fields, flat. */
                    attributes?: {
                        [key: string]: string | number | boolean;
                    };
                    /** @description By what ad platforms know the click again: exported with what became of the lead. */
                    clickIds?: {
                        /** @description Google Ads: of a click. */
                        gclid?: string;
                        /** @description Google Ads: of a click on the web that led into an app on iOS. */
                        gbraid?: string;
                        /** @description Google Ads: of a click in an app on iOS that led to the web. */
                        wbraid?: string;
                        /** @description Meta: of a click, as it stands in the address. */
                        fbclid?: string;
                        /** @description Meta: of a click, as the cookie `_fbc` has it. */
                        fbc?: string;
                        /** @description Meta: of the browser, as the cookie `_fbp` has it. */
                        fbp?: string;
                        /** @description Meta: of a lead ad. */
                        metaLeadId?: string;
                        /** @description LinkedIn: of a click, `li_fat_id`. */
                        liFatId?: string;
                        /** @description LinkedIn: of an answer to a lead form. */
                        linkedinLeadId?: string;
                        /** @description Microsoft Advertising: of a click. */
                        msclkid?: string;
                        /** @description TikTok: of a click. */
                        ttclid?: string;
                        /** @description TikTok: of a lead ad. */
                        tiktokLeadId?: string;
                        /** @description Google Ads: by which the tag of the website has counted the lead. */
                        transactionId?: string;
                        /** @description Meta, TikTok: by which the pixel of the website has counted the lead. */
                        eventId?: string;
                        /**
                         * Format: date-time
                         * @description When the ad was clicked.
                         */
                        clickedAt?: string;
                    };
                    /** @description What the person allowed ad platforms. */
                    consent?: {
                        /**
                         * @description Whether their data may be sent to them.
                         * @enum {string}
                         */
                        adUserData?: "granted" | "denied" | "unspecified";
                        /**
                         * @description Whether ads may be fitted to the person by it.
                         * @enum {string}
                         */
                        adPersonalization?: "granted" | "denied" | "unspecified";
                    };
                    /** @description Whose it is already: taken as given, past the rules, with its clocks. */
                    owner?: {
                        /**
                         * Format: uuid
                         * @description The `id` of that rep.
                         */
                        repId: string;
                    };
                    /**
                     * @description A lead that is sent to try something out: it goes to the test pool of the settings alone, its promises run and people are told, and it counts nowhere. It stays one.
                     * @default false
                     */
                    test?: boolean;
                };
            };
        };
        responses: {
            /** @description It was there already: the lead as it is, and to a key that may not see it its id and status alone. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExistingLead"];
                };
            };
            /** @description The new lead, owned or in the queue, with its clocks running. */
            201: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
        };
    };
    listDispositionBulks: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkRecordPage"];
                };
            };
        };
    };
    disposeLeads: {
        parameters: {
            query?: {
                /** @description Only says what would be done. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The leads; either these or a `filter`. */
                    ids?: string[];
                    /** @description Open leads that are like this, as `GET /v1/leads` finds them, the oldest 1,000; `{ "untouchedSince": … }` are those that nobody works on any more. */
                    filter?: {
                        /**
                         * @description With the work on it so far.
                         * @enum {string}
                         */
                        workState?: "untouched" | "attempting" | "connected" | "qualified";
                        /**
                         * Format: uuid
                         * @description Of this rep.
                         */
                        ownerId?: string;
                        /**
                         * Format: uuid
                         * @description That this rep has, or has had.
                         */
                        hadBy?: string;
                        /**
                         * Format: uuid
                         * @description Out of this pool.
                         */
                        poolId?: string;
                        /**
                         * Format: uuid
                         * @description That this policy covers.
                         */
                        policyId?: string;
                        /** @description From this source, without case. */
                        source?: string;
                        /** @description Of this channel. */
                        channel?: string;
                        /** @description Of this campaign. */
                        campaign?: string;
                        /** @description Whether it is a test lead. */
                        test?: boolean;
                        /** @description Ever closed with the reason of this code, also where that was taken back; one that was corrected counts as its correction. */
                        closedWith?: string;
                        /**
                         * @description Ever closed so, counted as `closedWith` is.
                         * @enum {string}
                         */
                        closedAs?: "nurture" | "recycle" | "suppress" | "lost";
                        /**
                         * @description `none`: leads that no policy matched.
                         * @enum {string}
                         */
                        policy?: "none";
                        /** @description Whether a clock of the present cycle was missed. */
                        breached?: boolean;
                        /** @description With this id where it came from. */
                        externalId?: string;
                        /** @description a system and an id in it, such as hubspot:123 */
                        ref?: string;
                        /** @description With this e-mail address, without case. */
                        email?: string;
                        /** @description With this number, however it is written. */
                        phone?: string;
                        /**
                         * Format: date-time
                         * @description That nobody has tried to reach since, and that has not written since: received, or come back, before this instant.
                         */
                        untouchedSince?: string;
                        /**
                         * Format: date-time
                         * @description Received at this instant or later.
                         */
                        receivedFrom?: string;
                        /**
                         * Format: date-time
                         * @description Received before this instant.
                         */
                        receivedTo?: string;
                        /** @description Beginnings of words in the name, the company, its domain, the e-mail address (also of its parts) or the external id, without case; a lead has all that are given. */
                        q?: string;
                    };
                    /**
                     * @description Closes all that the filter finds, however many, in the background: the answer is a job. The filter may then not ask for `email`, `phone`, `externalId`, `ref` or `q`.
                     * @default false
                     */
                    all?: boolean;
                    /** @description With what they are closed. */
                    disposition: {
                        /**
                         * @description What becomes of it: `nurture` comes back on its day, to its last owner; `recycle` after its time, to somebody else; `suppress` is none that should be worked on; `lost` is over. A win is a milestone.
                         * @enum {string}
                         */
                        category: "nurture" | "recycle" | "suppress" | "lost";
                        /** @description The code of a reason of that category. */
                        reason: string;
                        /** @description What should be known of it. */
                        note?: string;
                        /** @description What the reason requires. `wakeAt`: an instant in the future; `recycleAfter`: a duration in elapsed time, `P90D` by default; `amount`: a decimal number as text; `bad`, of a reason that blocks what is bad: `email` or `phone`, without which only a lead that has one of both alone blocks anything; others are written as the `fieldTypes` of the reason say. */
                        fields?: {
                            [key: string]: string;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description What became of each lead. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkClosing"];
                };
            };
            /** @description With `all`: the job that closes them. Its result has the same counts. */
            202: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    createLeads: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Leads, each as `POST /v1/leads` takes it. */
                    leads: {
                        /** @description Its id where it came from. A `source` and an `externalId` are one lead, however often it is sent. */
                        externalId?: string;
                        /** @description Where it came from, such as `google-ads`; compared without case. */
                        source: string;
                        /** @description What kind of source that is, such as `paid-search`. */
                        channel?: string;
                        /** @description The campaign that brought it. */
                        campaign?: string;
                        /** @description The form that was filled in. */
                        form?: string;
                        /** @description The address of the page on which the person arrived. */
                        landingPage?: string;
                        /** @description What the person wrote. */
                        message?: string;
                        /**
                         * Format: date-time
                         * @description When the person sent it, at most 5 minutes ahead of `receivedAt`. The clocks of policies that start from it count from here.
                         */
                        submittedAt?: string;
                        /** @description Its ids in other systems, by system. */
                        refs?: {
                            [key: string]: string;
                        };
                        /** @description The person. */
                        contact?: {
                            /** @description The whole name. */
                            name?: string;
                            /** @description The first name. */
                            firstName?: string;
                            /** @description The last name. */
                            lastName?: string;
                            /** @description What they are in their company. */
                            title?: string;
                            /** @description The e-mail address; compared without case. One that cannot be read is kept, and listed in `issues`. */
                            email?: string;
                            /** @description The number as it was given; compared as a number of `country`, else of the default country of the settings. */
                            phone?: string;
                            /** @description A country by its ISO 3166-1 code, such as `DE`. A name in one of many languages, or a common spelling, becomes the code: `Germany`, `Deutschland`, `U.S.`, `UK`. What may be several countries is listed in `issues`, and so is what is not known, which is kept as it was sent. */
                            country?: string;
                            /** @description A part of the country. */
                            region?: string;
                            /** @description The postal code. */
                            postalCode?: string;
                            /** @description The language they speak, such as `de`. */
                            language?: string;
                            /** @description The IANA time zone they live in, such as `Europe/Berlin`. */
                            timeZone?: string;
                            /** @description Ways in which they do not want to be contacted. */
                            doNot?: ("call" | "email" | "sms")[];
                        };
                        /** @description The company they ask for. */
                        company?: {
                            /** @description Its name. */
                            name?: string;
                            /** @description Its domain, such as `example.com`. */
                            domain?: string;
                            /** @description A country by its ISO 3166-1 code, such as `DE`. A name in one of many languages, or a common spelling, becomes the code: `Germany`, `Deutschland`, `U.S.`, `UK`. What may be several countries is listed in `issues`, and so is what is not known, which is kept as it was sent. */
                            country?: string;
                            /** @description A part of the country. */
                            region?: string;
                            /** @description What it does. */
                            industry?: string;
                            /** @description How many people work there. */
                            employees?: number;
                        };
                        /** @description Whatever else is known: at most 100 fields, flat. */
                        attributes?: {
                            [key: string]: string | number | boolean;
                        };
                        /** @description By what ad platforms know the click again: exported with what became of the lead. */
                        clickIds?: {
                            /** @description Google Ads: of a click. */
                            gclid?: string;
                            /** @description Google Ads: of a click on the web that led into an app on iOS. */
                            gbraid?: string;
                            /** @description Google Ads: of a click in an app on iOS that led to the web. */
                            wbraid?: string;
                            /** @description Meta: of a click, as it stands in the address. */
                            fbclid?: string;
                            /** @description Meta: of a click, as the cookie `_fbc` has it. */
                            fbc?: string;
                            /** @description Meta: of the browser, as the cookie `_fbp` has it. */
                            fbp?: string;
                            /** @description Meta: of a lead ad. */
                            metaLeadId?: string;
                            /** @description LinkedIn: of a click, `li_fat_id`. */
                            liFatId?: string;
                            /** @description LinkedIn: of an answer to a lead form. */
                            linkedinLeadId?: string;
                            /** @description Microsoft Advertising: of a click. */
                            msclkid?: string;
                            /** @description TikTok: of a click. */
                            ttclid?: string;
                            /** @description TikTok: of a lead ad. */
                            tiktokLeadId?: string;
                            /** @description Google Ads: by which the tag of the website has counted the lead. */
                            transactionId?: string;
                            /** @description Meta, TikTok: by which the pixel of the website has counted the lead. */
                            eventId?: string;
                            /**
                             * Format: date-time
                             * @description When the ad was clicked.
                             */
                            clickedAt?: string;
                        };
                        /** @description What the person allowed ad platforms. */
                        consent?: {
                            /**
                             * @description Whether their data may be sent to them.
                             * @enum {string}
                             */
                            adUserData?: "granted" | "denied" | "unspecified";
                            /**
                             * @description Whether ads may be fitted to the person by it.
                             * @enum {string}
                             */
                            adPersonalization?: "granted" | "denied" | "unspecified";
                        };
                        /** @description Whose it is already: taken as given, past the rules, with its clocks. */
                        owner?: {
                            /**
                             * Format: uuid
                             * @description The `id` of that rep.
                             */
                            repId: string;
                        };
                        /**
                         * @description A lead that is sent to try something out: it goes to the test pool of the settings alone, its promises run and people are told, and it counts nowhere. It stays one.
                         * @default false
                         */
                        test?: boolean;
                    }[];
                };
            };
        };
        responses: {
            /** @description What became of each lead, in their order. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResults"];
                };
            };
        };
    };
    getLead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the lead. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lead. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
        };
    };
    updateLead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the lead. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Its id where it came from. A `source` and an `externalId` are one lead, however often it is sent. */
                    externalId?: string | null;
                    /** @description Where it came from, such as `google-ads`; compared without case. */
                    source?: string;
                    /** @description What kind of source that is, such as `paid-search`. */
                    channel?: string | null;
                    /** @description The campaign that brought it. */
                    campaign?: string | null;
                    /** @description The form that was filled in. */
                    form?: string | null;
                    /** @description The address of the page on which the person arrived. */
                    landingPage?: string | null;
                    /** @description What the person wrote. */
                    message?: string | null;
                    /**
                     * Format: date-time
                     * @description When the person sent it, at most 5 minutes ahead of `receivedAt`. The clocks of policies that start from it count from here.
                     */
                    submittedAt?: string | null;
                    /** @description Its ids in other systems, by system. */
                    refs?: {
                        [key: string]: string | null;
                    } | null;
                    /** @description The person. */
                    contact?: {
                        /** @description The whole name. */
                        name?: string | null;
                        /** @description The first name. */
                        firstName?: string | null;
                        /** @description The last name. */
                        lastName?: string | null;
                        /** @description What they are in their company. */
                        title?: string | null;
                        /** @description The e-mail address; compared without case. One that cannot be read is kept, and listed in `issues`. */
                        email?: string | null;
                        /** @description The number as it was given; compared as a number of `country`, else of the default country of the settings. */
                        phone?: string | null;
                        /** @description A country by its ISO 3166-1 code, such as `DE`. A name in one of many languages, or a common spelling, becomes the code: `Germany`, `Deutschland`, `U.S.`, `UK`. What may be several countries is listed in `issues`, and so is what is not known, which is kept as it was sent. */
                        country?: string | null;
                        /** @description A part of the country. */
                        region?: string | null;
                        /** @description The postal code. */
                        postalCode?: string | null;
                        /** @description The language they speak, such as `de`. */
                        language?: string | null;
                        /** @description The IANA time zone they live in, such as `Europe/Berlin`. */
                        timeZone?: string | null;
                        /** @description Ways in which they do not want to be contacted. */
                        doNot?: ("call" | "email" | "sms")[] | null;
                    } | null;
                    /** @description The company they ask for. */
                    company?: {
                        /** @description Its name. */
                        name?: string | null;
                        /** @description Its domain, such as `example.com`. */
                        domain?: string | null;
                        /** @description A country by its ISO 3166-1 code, such as `DE`. A name in one of many languages, or a common spelling, becomes the code: `Germany`, `Deutschland`, `U.S.`, `UK`. What may be several countries is listed in `issues`, and so is what is not known, which is kept as it was sent. */
                        country?: string | null;
                        /** @description A part of the country. */
                        region?: string | null;
                        /** @description What it does. */
                        industry?: string | null;
                        /** @description How many people work there. */
                        employees?: number | null;
                    } | null;
                    /** @description Whatever else is known: at most 100 fields, flat. */
                    attributes?: {
                        [key: string]: string | number | boolean | null;
                    } | null;
                    /** @description By what ad platforms know the click again: exported with what became of the lead. */
                    clickIds?: {
                        /** @description Google Ads: of a click. */
                        gclid?: string | null;
                        /** @description Google Ads: of a click on the web that led into an app on iOS. */
                        gbraid?: string | null;
                        /** @description Google Ads: of a click in an app on iOS that led to the web. */
                        wbraid?: string | null;
                        /** @description Meta: of a click, as it stands in the address. */
                        fbclid?: string | null;
                        /** @description Meta: of a click, as the cookie `_fbc` has it. */
                        fbc?: string | null;
                        /** @description Meta: of the browser, as the cookie `_fbp` has it. */
                        fbp?: string | null;
                        /** @description Meta: of a lead ad. */
                        metaLeadId?: string | null;
                        /** @description LinkedIn: of a click, `li_fat_id`. */
                        liFatId?: string | null;
                        /** @description LinkedIn: of an answer to a lead form. */
                        linkedinLeadId?: string | null;
                        /** @description Microsoft Advertising: of a click. */
                        msclkid?: string | null;
                        /** @description TikTok: of a click. */
                        ttclid?: string | null;
                        /** @description TikTok: of a lead ad. */
                        tiktokLeadId?: string | null;
                        /** @description Google Ads: by which the tag of the website has counted the lead. */
                        transactionId?: string | null;
                        /** @description Meta, TikTok: by which the pixel of the website has counted the lead. */
                        eventId?: string | null;
                        /**
                         * Format: date-time
                         * @description When the ad was clicked.
                         */
                        clickedAt?: string | null;
                    } | null;
                    /** @description What the person allowed ad platforms. */
                    consent?: {
                        /**
                         * @description Whether their data may be sent to them.
                         * @enum {string|null}
                         */
                        adUserData?: "granted" | "denied" | "unspecified" | null;
                        /**
                         * @description Whether ads may be fitted to the person by it.
                         * @enum {string|null}
                         */
                        adPersonalization?: "granted" | "denied" | "unspecified" | null;
                    } | null;
                    /** @description A lead that is sent to try something out: it goes to the test pool of the settings alone, its promises run and people are told, and it counts nowhere. It stays one. */
                    test?: boolean;
                    /**
                     * @description Whether the rules are asked again who gets it: never, or if nobody has touched it yet.
                     * @default never
                     * @enum {string}
                     */
                    reroute?: "never" | "ifUntouched";
                };
            };
        };
        responses: {
            /** @description The lead as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
        };
    };
    getDispositionBulk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the bulk closing. */
                bulkId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The closing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkRecord"];
                };
            };
        };
    };
    getLeadTimeline: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the lead. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events, each with its sentence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineEntryPage"];
                };
            };
        };
    };
    listTouches: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the lead. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of touches, the earliest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TouchOfLeadPage"];
                };
            };
        };
    };
    createTouch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the lead. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description By which way.
                     * @enum {string}
                     */
                    kind: "call" | "email" | "sms" | "chat" | "meeting" | "other";
                    /**
                     * @description Whether the rep turned to the lead or the lead to the rep.
                     * @default outbound
                     * @enum {string}
                     */
                    direction?: "outbound" | "inbound";
                    /**
                     * @description What came of it. call: connected, noAnswer, voicemail, wrongNumber, booked; email, sms, chat: sent, replied, bounced, booked (chat also connected); meeting: booked, held, noShow, cancelled; other: all.
                     * @enum {string}
                     */
                    outcome: "connected" | "replied" | "noAnswer" | "voicemail" | "sent" | "bounced" | "wrongNumber" | "booked" | "held" | "noShow" | "cancelled";
                    /**
                     * Format: date-time
                     * @description When: of a call, its start. Now by default; no later than in 5 minutes, and no earlier than the settings’ `backdating` allows.
                     */
                    occurredAt?: string;
                    /** @description How long it took, in whole seconds. */
                    durationSeconds?: number;
                    /**
                     * Format: uuid
                     * @description Who made it; the owner by default.
                     */
                    repId?: string;
                    /**
                     * @description Made by a program: it counts for no promise.
                     * @default false
                     */
                    automated?: boolean;
                    /** @description What should be known of it. */
                    note?: string;
                    /** @description Its id where it came from: reported again, it is the same touch. */
                    externalId?: string;
                };
            };
        };
        responses: {
            /** @description The touch with this `externalId`, which was there already. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Touch"];
                };
            };
            /** @description The touch. */
            201: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Touch"];
                };
            };
        };
    };
    getLeadRouting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the lead. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who had it, the latest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentList"];
                };
            };
        };
    };
    reassignLead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the lead. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description Who gets it; either this or `poolId`.
                     */
                    repId?: string;
                    /**
                     * Format: uuid
                     * @description Whose next member gets it.
                     */
                    poolId?: string;
                    /** @description Why, in words of your own. */
                    reason: string;
                    /**
                     * Format: uuid
                     * @description Refused with 409 when somebody else owns it by now.
                     */
                    expectedOwnerId?: string;
                };
            };
        };
        responses: {
            /** @description The lead with its new owner, or in the queue. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
        };
    };
    disposeLead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the lead. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What becomes of it: `nurture` comes back on its day, to its last owner; `recycle` after its time, to somebody else; `suppress` is none that should be worked on; `lost` is over. A win is a milestone.
                     * @enum {string}
                     */
                    category: "nurture" | "recycle" | "suppress" | "lost";
                    /** @description The code of a reason of that category. */
                    reason: string;
                    /** @description What should be known of it. */
                    note?: string;
                    /** @description What the reason requires. `wakeAt`: an instant in the future; `recycleAfter`: a duration in elapsed time, `P90D` by default; `amount`: a decimal number as text; `bad`, of a reason that blocks what is bad: `email` or `phone`, without which only a lead that has one of both alone blocks anything; others are written as the `fieldTypes` of the reason say. */
                    fields?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description The lead, closed. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
        };
    };
    reopenLead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the lead. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why, in words of your own. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The lead, open again. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
        };
    };
    createMilestone: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the lead. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description How far it has come.
                     * @enum {string}
                     */
                    name: "qualified" | "opportunity" | "won";
                    /**
                     * Format: date-time
                     * @description When; now by default. As far back as a touch may be.
                     */
                    occurredAt?: string;
                    /** @description What it is worth. */
                    value?: {
                        /** @description a decimal amount of zero or more as text, with at most 15 digits before the point and 4 after it, for example "5000.00" */
                        amount: string;
                        /**
                         * Format: currency
                         * @description The code of a currency (ISO 4217), such as EUR.
                         */
                        currency: string;
                    };
                };
            };
        };
        responses: {
            /** @description The lead. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
        };
    };
    pauseLead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the lead. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description When they go on by themselves: in the future, within 400 days.
                     */
                    until: string;
                    /** @description Why, in words of your own. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The lead, with clocks that stand still. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
        };
    };
    resumeLead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the lead. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The lead, with clocks that tick again. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
        };
    };
    acknowledgeLead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the lead. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The lead. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
        };
    };
    listPauses: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the lead. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All pauses, the earliest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PauseList"];
                };
            };
        };
    };
    undoDispositions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the bulk closing. */
                bulkId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of each lead. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkClosing"];
                };
            };
            /** @description It closed more than 1,000: the job that opens them. Its result has the same counts. */
            202: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    correctDisposition: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the lead. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What becomes of it: `nurture` comes back on its day, to its last owner; `recycle` after its time, to somebody else; `suppress` is none that should be worked on; `lost` is over. A win is a milestone.
                     * @enum {string}
                     */
                    category: "nurture" | "recycle" | "suppress" | "lost";
                    /** @description The code of a reason of that category. */
                    reason: string;
                    /** @description What should be known of it. */
                    note?: string;
                    /** @description What the reason requires. `wakeAt`: an instant in the future; `recycleAfter`: a duration in elapsed time, `P90D` by default; `amount`: a decimal number as text; `bad`, of a reason that blocks what is bad: `email` or `phone`, without which only a lead that has one of both alone blocks anything; others are written as the `fieldTypes` of the reason say. */
                    fields?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description The lead, closed with the other reason. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
        };
    };
    voidTouch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the lead. */
                id: string;
                /** @description The `id` of the touch. */
                touchId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why, in words of your own. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The touch. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Touch"];
                };
            };
        };
    };
    reverseMilestone: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the lead. */
                id: string;
                /** @description The `id` of the milestone. */
                milestoneId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why, in words of your own. */
                    reason: string;
                    /** @description With what a lead is closed that was won by it; without one it is open again. */
                    disposition?: {
                        /**
                         * @description What becomes of it: `nurture` comes back on its day, to its last owner; `recycle` after its time, to somebody else; `suppress` is none that should be worked on; `lost` is over. A win is a milestone.
                         * @enum {string}
                         */
                        category: "nurture" | "recycle" | "suppress" | "lost";
                        /** @description The code of a reason of that category. */
                        reason: string;
                        /** @description What should be known of it. */
                        note?: string;
                        /** @description What the reason requires. `wakeAt`: an instant in the future; `recycleAfter`: a duration in elapsed time, `P90D` by default; `amount`: a decimal number as text; `bad`, of a reason that blocks what is bad: `email` or `phone`, without which only a lead that has one of both alone blocks anything; others are written as the `fieldTypes` of the reason say. */
                        fields?: {
                            [key: string]: string;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description The lead. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
        };
    };
    revalueMilestone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the lead. */
                id: string;
                /** @description The `id` of the milestone. */
                milestoneId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description a decimal amount of zero or more as text, with at most 15 digits before the point and 4 after it, for example "5000.00" */
                    amount: string;
                    /**
                     * Format: currency
                     * @description The code of a currency (ISO 4217), such as EUR.
                     */
                    currency: string;
                };
            };
        };
        responses: {
            /** @description The lead. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
        };
    };
    createMilestones: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Milestones, each as `POST /v1/leads/{id}/milestones` takes it, with what names its lead. */
                    milestones: {
                        /**
                         * @description How far it has come.
                         * @enum {string}
                         */
                        name: "qualified" | "opportunity" | "won";
                        /**
                         * Format: date-time
                         * @description When, as far back as a touch may be. By this and its name a milestone that is told again is known.
                         */
                        occurredAt: string;
                        /** @description What it is worth. */
                        value?: {
                            /** @description a decimal amount of zero or more as text, with at most 15 digits before the point and 4 after it, for example "5000.00" */
                            amount: string;
                            /**
                             * Format: currency
                             * @description The code of a currency (ISO 4217), such as EUR.
                             */
                            currency: string;
                        };
                        /**
                         * Format: uuid
                         * @description Of the lead; exactly one way to name it.
                         */
                        leadId?: string;
                        /** @description Of the lead where it came from, together with its `source`. */
                        leadExternalId?: string;
                        /** @description Where the lead came from, without case. */
                        source?: string;
                        /** @description Of the lead’s contact, without case. Of several leads with it the only open one is meant. */
                        email?: string;
                        /** @description Of the lead’s contact, however it is written; a number without its country is read as of the settings’ `defaultCountry`. Of several leads with it the only open one is meant. */
                        phone?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description What became of each milestone, in their order. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MilestoneResults"];
                };
            };
        };
    };
    createDispositions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Dispositions, each as `POST /v1/leads/{id}/disposition` takes it, with what names its lead. */
                    dispositions: {
                        /**
                         * @description What becomes of it: `nurture` comes back on its day, to its last owner; `recycle` after its time, to somebody else; `suppress` is none that should be worked on; `lost` is over. A win is a milestone.
                         * @enum {string}
                         */
                        category: "nurture" | "recycle" | "suppress" | "lost";
                        /** @description The code of a reason of that category. */
                        reason: string;
                        /** @description What should be known of it. */
                        note?: string;
                        /** @description What the reason requires. `wakeAt`: an instant in the future; `recycleAfter`: a duration in elapsed time, `P90D` by default; `amount`: a decimal number as text; `bad`, of a reason that blocks what is bad: `email` or `phone`, without which only a lead that has one of both alone blocks anything; others are written as the `fieldTypes` of the reason say. */
                        fields?: {
                            [key: string]: string;
                        };
                        /**
                         * Format: uuid
                         * @description Of the lead; exactly one way to name it.
                         */
                        leadId?: string;
                        /** @description Of the lead where it came from, together with its `source`. */
                        leadExternalId?: string;
                        /** @description Where the lead came from, without case. */
                        source?: string;
                        /** @description Of the lead’s contact, without case. Of several leads with it the only open one is meant. */
                        email?: string;
                        /** @description Of the lead’s contact, however it is written; a number without its country is read as of the settings’ `defaultCountry`. Of several leads with it the only open one is meant. */
                        phone?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description What became of each disposition, in their order. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DispositionResults"];
                };
            };
        };
    };
    createTouches: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Touches, each as `POST /v1/leads/{id}/touches` takes it, with what names its lead. */
                    touches: {
                        /**
                         * @description By which way.
                         * @enum {string}
                         */
                        kind: "call" | "email" | "sms" | "chat" | "meeting" | "other";
                        /**
                         * @description Whether the rep turned to the lead or the lead to the rep.
                         * @default outbound
                         * @enum {string}
                         */
                        direction?: "outbound" | "inbound";
                        /**
                         * @description What came of it. call: connected, noAnswer, voicemail, wrongNumber, booked; email, sms, chat: sent, replied, bounced, booked (chat also connected); meeting: booked, held, noShow, cancelled; other: all.
                         * @enum {string}
                         */
                        outcome: "connected" | "replied" | "noAnswer" | "voicemail" | "sent" | "bounced" | "wrongNumber" | "booked" | "held" | "noShow" | "cancelled";
                        /**
                         * Format: date-time
                         * @description When: of a call, its start. Now by default; no later than in 5 minutes, and no earlier than the settings’ `backdating` allows.
                         */
                        occurredAt?: string;
                        /** @description How long it took, in whole seconds. */
                        durationSeconds?: number;
                        /**
                         * Format: uuid
                         * @description Who made it; the owner by default.
                         */
                        repId?: string;
                        /**
                         * @description Made by a program: it counts for no promise.
                         * @default false
                         */
                        automated?: boolean;
                        /** @description What should be known of it. */
                        note?: string;
                        /** @description Its id where it came from: reported again, it is the same touch. */
                        externalId?: string;
                        /**
                         * Format: uuid
                         * @description Of the lead; exactly one way to name it.
                         */
                        leadId?: string;
                        /** @description Of the lead where it came from, together with its `source`. */
                        leadExternalId?: string;
                        /** @description Where the lead came from, without case. */
                        source?: string;
                        /** @description Of the lead’s contact, without case. Of several leads with it the only open one is meant. */
                        email?: string;
                        /** @description Of the lead’s contact, however it is written; a number without its country is read as of the settings’ `defaultCountry`. Of several leads with it the only open one is meant. */
                        phone?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description What became of each touch, in their order. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TouchResults"];
                };
            };
        };
    };
    getInbox: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the rep. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of open leads. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadPage"];
                };
            };
        };
    };
    streamInbox: {
        parameters: {
            query?: {
                /** @description The last `id` that was heard: it goes on from there. `Last-Event-ID` comes first. */
                after?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the rep. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream that does not end. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    listNotifications: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the rep. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of notifications. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationPage"];
                };
            };
        };
    };
    streamTeam: {
        parameters: {
            query?: {
                /** @description The last `id` that was heard: it goes on from there. `Last-Event-ID` comes first. */
                after?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the team. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream that does not end. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    readNotification: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the notification. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The notification, with the moment at which it was read. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notification"];
                };
            };
        };
    };
    exportDispositions: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; absent: from the beginning. */
                after?: string;
                /** @description Rows on a page, 100 by default; as CSV or NDJSON the rows in all, without it every one. */
                limit?: number;
                /** @description What became of the lead. */
                category?: "nurture" | "recycle" | "suppress" | "lost";
                /** @description Of the lead, without case. */
                source?: string;
                /** @description `milestones`: what leads have come to besides, with its value, in one order with the dispositions: all that a platform may be told. Of a win that is reversed with a disposition, that stands first. `category` is asked of dispositions alone. */
                include?: "milestones";
                /** @description Decided at this instant or later. */
                from?: string;
                /** @description Decided before this instant. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rows, the oldest decision first. */
            200: {
                headers: {
                    /** @description The form depends on `Accept`. */
                    Vary?: "accept";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DispositionRowFeed"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                };
            };
        };
    };
    listAccounts: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
                /** @description Of this rep. */
                ownerRepId?: string;
                /** @description Of this type. */
                type?: "prospect" | "customer" | "partner" | "competitor";
                /** @description With this domain. */
                domain?: string;
                /** @description a system and an id in it, such as hubspot:123 */
                ref?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountPage"];
                };
            };
        };
    };
    createAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is called. */
                    name: string;
                    /**
                     * @description Its domains: of each there is one account.
                     * @default []
                     */
                    domains?: string[];
                    /** @description Its ids in other systems, by system. */
                    refs?: {
                        [key: string]: string;
                    };
                    /**
                     * Format: uuid
                     * @description The rep who looks after it.
                     */
                    ownerRepId?: string;
                    /**
                     * @description What it is to us.
                     * @default prospect
                     * @enum {string}
                     */
                    type?: "prospect" | "customer" | "partner" | "competitor";
                };
            };
        };
        responses: {
            /** @description The account. */
            201: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the account. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    updateAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the account. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is called. */
                    name?: string;
                    /** @description Its domains: of each there is one account. */
                    domains?: string[];
                    /** @description Its ids in other systems, by system. */
                    refs?: {
                        [key: string]: string | null;
                    } | null;
                    /**
                     * Format: uuid
                     * @description The rep who looks after it.
                     */
                    ownerRepId?: string | null;
                    /**
                     * @description What it is to us.
                     * @enum {string}
                     */
                    type?: "prospect" | "customer" | "partner" | "competitor";
                };
            };
        };
        responses: {
            /** @description The account as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    putAccountByRef: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The other system, such as `hubspot`. */
                system: string;
                /** @description The id that the account has there. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is called. */
                    name?: string;
                    /** @description Its domains: of each there is one account. */
                    domains?: string[];
                    /** @description Its ids in other systems, by system. */
                    refs?: {
                        [key: string]: string | null;
                    } | null;
                    /**
                     * Format: uuid
                     * @description The rep who looks after it.
                     */
                    ownerRepId?: string | null;
                    /**
                     * @description What it is to us.
                     * @enum {string}
                     */
                    type?: "prospect" | "customer" | "partner" | "competitor";
                };
            };
        };
        responses: {
            /** @description It was there already: the account as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description It is new. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    listDeals: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
                /** @description In this stage. */
                stage?: "open" | "won" | "lost";
                /** @description Of this rep. */
                ownerRepId?: string;
                /** @description With this account. */
                accountId?: string;
                /** @description That came from this lead. */
                leadId?: string;
                /** @description With this id where it came from. */
                externalId?: string;
                /** @description a system and an id in it, such as hubspot:123 */
                ref?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DealPage"];
                };
            };
        };
    };
    createDeal: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is called. */
                    name: string;
                    /** @description With whom: an account by its `id`, or by its `name`, with its `domain` where it has one. */
                    account: {
                        /**
                         * Format: uuid
                         * @description Of an account that there is.
                         */
                        id?: string;
                        /** @description Or what it is called: it is made where there is none of that domain, or of that name. */
                        name?: string;
                        /** @description Its domain: of each there is one account. */
                        domain?: string;
                    };
                    /** @description a decimal amount of zero or more as text, with at most 15 digits before the point and 4 after it, for example "5000.00" */
                    amount: string;
                    /**
                     * Format: currency
                     * @description The code of a currency (ISO 4217), such as EUR.
                     */
                    currency: string;
                    /** @description Its id where it came from: sent again, it is the same deal. */
                    externalId?: string;
                    /** @description Its ids in other systems, by system. */
                    refs?: {
                        [key: string]: string;
                    };
                    /**
                     * Format: uuid
                     * @description The lead that it came from: its channel and, unless another is named, its owner come along.
                     */
                    leadId?: string;
                    /**
                     * Format: uuid
                     * @description The rep whose deal it is; by default the owner of the lead, else whoever sends it, else the owner of the account.
                     */
                    ownerRepId?: string;
                    /**
                     * Format: date-time
                     * @description When it may be decided.
                     */
                    expectedCloseAt?: string;
                    /** @description What it is agreed for. */
                    term?: {
                        /**
                         * Format: date
                         * @description The first day.
                         */
                        startsOn: string;
                        /**
                         * Format: date
                         * @description The last day.
                         */
                        endsOn: string;
                        /** @description How many days before its end notice has to be given. */
                        noticeDays?: number;
                    };
                };
            };
        };
        responses: {
            /** @description It was there already: the deal as it is. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
            /** @description The deal, which is open. */
            201: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
        };
    };
    getDeal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the deal. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deal. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
        };
    };
    updateDeal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the deal. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is called. */
                    name?: string;
                    /** @description With whom: an account by its `id`, or by its `name`, with its `domain` where it has one. */
                    account?: {
                        /**
                         * Format: uuid
                         * @description Of an account that there is.
                         */
                        id?: string;
                        /** @description Or what it is called: it is made where there is none of that domain, or of that name. */
                        name?: string;
                        /** @description Its domain: of each there is one account. */
                        domain?: string;
                    };
                    /** @description Its id where it came from: sent again, it is the same deal. */
                    externalId?: string | null;
                    /** @description Its ids in other systems, by system. */
                    refs?: {
                        [key: string]: string | null;
                    } | null;
                    /**
                     * Format: uuid
                     * @description The lead that it came from: its channel and, unless another is named, its owner come along.
                     */
                    leadId?: string | null;
                    /**
                     * Format: uuid
                     * @description The rep whose deal it is; by default the owner of the lead, else whoever sends it, else the owner of the account.
                     */
                    ownerRepId?: string | null;
                    /**
                     * Format: date-time
                     * @description When it may be decided.
                     */
                    expectedCloseAt?: string | null;
                    /** @description What it is agreed for. */
                    term?: {
                        /**
                         * Format: date
                         * @description The first day.
                         */
                        startsOn?: string | null;
                        /**
                         * Format: date
                         * @description The last day.
                         */
                        endsOn?: string | null;
                        /** @description How many days before its end notice has to be given. */
                        noticeDays?: number | null;
                    } | null;
                    /** @description a decimal amount of zero or more as text, with at most 15 digits before the point and 4 after it, for example "5000.00" */
                    amount?: string | null;
                    /**
                     * Format: currency
                     * @description The code of a currency (ISO 4217), such as EUR.
                     */
                    currency?: string | null;
                };
            };
        };
        responses: {
            /** @description The deal as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
        };
    };
    winDeal: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the deal. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description When; now by default, and no later.
                     */
                    wonAt?: string;
                };
            };
        };
        responses: {
            /** @description The deal, which is won. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
        };
    };
    loseDeal: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the deal. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why, in words of your own. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The deal, which is lost. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
        };
    };
    reopenDeal: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the deal. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The deal, which is open. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
        };
    };
    getDealTimeline: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the deal. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events, each with its sentence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DealTimelineEntryPage"];
                };
            };
        };
    };
    putDealByRef: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The other system, such as `hubspot`. */
                system: string;
                /** @description The id that the deal has there. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is called. */
                    name?: string;
                    /** @description With whom: an account by its `id`, or by its `name`, with its `domain` where it has one. */
                    account?: {
                        /**
                         * Format: uuid
                         * @description Of an account that there is.
                         */
                        id?: string;
                        /** @description Or what it is called: it is made where there is none of that domain, or of that name. */
                        name?: string;
                        /** @description Its domain: of each there is one account. */
                        domain?: string;
                    };
                    /** @description Its id where it came from: sent again, it is the same deal. */
                    externalId?: string | null;
                    /** @description Its ids in other systems, by system. */
                    refs?: {
                        [key: string]: string | null;
                    } | null;
                    /**
                     * Format: uuid
                     * @description The lead that it came from: its channel and, unless another is named, its owner come along.
                     */
                    leadId?: string | null;
                    /**
                     * Format: uuid
                     * @description The rep whose deal it is; by default the owner of the lead, else whoever sends it, else the owner of the account.
                     */
                    ownerRepId?: string | null;
                    /**
                     * Format: date-time
                     * @description When it may be decided.
                     */
                    expectedCloseAt?: string | null;
                    /** @description What it is agreed for. */
                    term?: {
                        /**
                         * Format: date
                         * @description The first day.
                         */
                        startsOn?: string | null;
                        /**
                         * Format: date
                         * @description The last day.
                         */
                        endsOn?: string | null;
                        /** @description How many days before its end notice has to be given. */
                        noticeDays?: number | null;
                    } | null;
                    /** @description a decimal amount of zero or more as text, with at most 15 digits before the point and 4 after it, for example "5000.00" */
                    amount?: string | null;
                    /**
                     * Format: currency
                     * @description The code of a currency (ISO 4217), such as EUR.
                     */
                    currency?: string | null;
                    /**
                     * @description How it stands there; left out, it stays as it is here.
                     * @enum {string}
                     */
                    stage?: "open" | "won" | "lost";
                    /**
                     * Format: date-time
                     * @description When; now by default, and no later.
                     */
                    wonAt?: string | null;
                    /** @description Why, in words of your own. */
                    lostReason?: string | null;
                };
            };
        };
        responses: {
            /** @description It was there already: the deal as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
            /** @description It is new. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
        };
    };
    listReps: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
                /** @description With this e-mail address, without case. */
                email?: string;
                /** @description a system and an id in it, such as hubspot:123 */
                ref?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of reps. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepPage"];
                };
            };
        };
    };
    createRep: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What they are called; names need not be unique. */
                    name: string;
                    /**
                     * Format: email
                     * @description Their e-mail address: no two reps have one, without case.
                     */
                    email: string;
                    /**
                     * Format: timeZone
                     * @description Their IANA time zone; that of the settings by default.
                     */
                    timeZone?: string;
                    /**
                     * Format: uuid
                     * @description Their own calendar; else that of the pool, of their team (of several, of the one that was made first), or the default one.
                     */
                    calendarId?: string;
                    /**
                     * Format: uuid
                     * @description Their manager: who is told when they miss something, and whose `manager` key reaches them. By default that of their team; of several teams, that of the one that was made first, also where it has none. The queue owner is told where there is no manager.
                     */
                    managerId?: string;
                    /**
                     * @description Whether they work here: without, they get no leads, and their keys are revoked.
                     * @default true
                     */
                    active?: boolean;
                    /**
                     * @description How many leads they may have: beyond that they get none.
                     * @default {}
                     */
                    capacity?: {
                        /** @description At most so many open leads at once; any number by default. */
                        open?: number;
                        /** @description At most so many leads that await first touch at once; any number by default. */
                        untouched?: number;
                        /** @description At most so many leads assigned in a day of the rep’s zone; any number by default. */
                        perDay?: number;
                        /** @description At most so many leads assigned in a week of the rep’s zone, from Monday; any number by default. */
                        perWeek?: number;
                    };
                    /**
                     * @description Their ids in other systems, by system.
                     * @default {}
                     */
                    refs?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description As it is saved. */
            201: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rep"];
                };
            };
        };
    };
    putReps: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Reps, as `POST /v1/reps` takes them or as they were read. Who is found is replaced, anybody else is new; where `refs` is absent, those there are stay. */
                    reps: {
                        /**
                         * Format: uuid
                         * @description As it was read: it has to be the same.
                         */
                        id?: string;
                        /** @description Ignored: it follows from the rest. */
                        replanned?: unknown;
                        /** @description Ignored: it follows from the rest. */
                        available?: unknown;
                        /** @description Ignored: it follows from the rest. */
                        unavailableUntil?: unknown;
                        /** @description Ignored: it follows from the rest. */
                        receiving?: unknown;
                        /** @description The one that was read: where it is no longer the present one, nothing is done (412). */
                        version?: number;
                        /** @description Ignored: it follows from the rest. */
                        createdAt?: unknown;
                        /** @description Ignored: it follows from the rest. */
                        updatedAt?: unknown;
                        /** @description By which the rep is found; by the e-mail address without it. */
                        ref?: {
                            /** @description The other system. */
                            system: string;
                            /** @description The id that the rep has there. */
                            id: string;
                        };
                        /** @description What they are called; names need not be unique. */
                        name: string;
                        /**
                         * Format: email
                         * @description Their e-mail address: no two reps have one, without case.
                         */
                        email: string;
                        /**
                         * Format: timeZone
                         * @description Their IANA time zone; that of the settings by default.
                         */
                        timeZone?: string;
                        /**
                         * Format: uuid
                         * @description Their own calendar; else that of the pool, of their team (of several, of the one that was made first), or the default one.
                         */
                        calendarId?: string;
                        /**
                         * Format: uuid
                         * @description Their manager: who is told when they miss something, and whose `manager` key reaches them. By default that of their team; of several teams, that of the one that was made first, also where it has none. The queue owner is told where there is no manager.
                         */
                        managerId?: string;
                        /**
                         * @description Whether they work here: without, they get no leads, and their keys are revoked.
                         * @default true
                         */
                        active?: boolean;
                        /**
                         * @description How many leads they may have: beyond that they get none.
                         * @default {}
                         */
                        capacity?: {
                            /** @description At most so many open leads at once; any number by default. */
                            open?: number;
                            /** @description At most so many leads that await first touch at once; any number by default. */
                            untouched?: number;
                            /** @description At most so many leads assigned in a day of the rep’s zone; any number by default. */
                            perDay?: number;
                            /** @description At most so many leads assigned in a week of the rep’s zone, from Monday; any number by default. */
                            perWeek?: number;
                        };
                        /** @description Their ids in other systems, by system; absent: as they are. */
                        refs?: {
                            [key: string]: string;
                        };
                        /**
                         * @description What becomes of the open leads of somebody who is set inactive: those that await first touch go to somebody else, all do, or none. Without it, whoever has open leads stays active (409, in a batch `invalid`). It is not kept.
                         * @enum {string}
                         */
                        openLeads?: "reassignUntouched" | "keep" | "reassignAll";
                    }[];
                };
            };
        };
        responses: {
            /** @description What became of each rep, in their order; of those that are as they were nothing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepBatchResults"];
                };
            };
        };
    };
    getRep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the rep. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole of it. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rep"];
                };
            };
        };
    };
    replaceRep: {
        parameters: {
            query?: {
                /** @description `true`: nothing is changed. The answer is what it would be, with all clocks that would be due at another time. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the rep. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description As it was read: it has to be the same.
                     */
                    id?: string;
                    /** @description Ignored: it follows from the rest. */
                    replanned?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    available?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    unavailableUntil?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    receiving?: unknown;
                    /** @description The one that was read: where it is no longer the present one, nothing is done (412). */
                    version?: number;
                    /** @description Ignored: it follows from the rest. */
                    createdAt?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    updatedAt?: unknown;
                    /** @description What they are called; names need not be unique. */
                    name: string;
                    /**
                     * Format: email
                     * @description Their e-mail address: no two reps have one, without case.
                     */
                    email: string;
                    /**
                     * Format: timeZone
                     * @description Their IANA time zone; that of the settings by default.
                     */
                    timeZone?: string;
                    /**
                     * Format: uuid
                     * @description Their own calendar; else that of the pool, of their team (of several, of the one that was made first), or the default one.
                     */
                    calendarId?: string;
                    /**
                     * Format: uuid
                     * @description Their manager: who is told when they miss something, and whose `manager` key reaches them. By default that of their team; of several teams, that of the one that was made first, also where it has none. The queue owner is told where there is no manager.
                     */
                    managerId?: string;
                    /**
                     * @description Whether they work here: without, they get no leads, and their keys are revoked.
                     * @default true
                     */
                    active?: boolean;
                    /**
                     * @description How many leads they may have: beyond that they get none.
                     * @default {}
                     */
                    capacity?: {
                        /** @description At most so many open leads at once; any number by default. */
                        open?: number;
                        /** @description At most so many leads that await first touch at once; any number by default. */
                        untouched?: number;
                        /** @description At most so many leads assigned in a day of the rep’s zone; any number by default. */
                        perDay?: number;
                        /** @description At most so many leads assigned in a week of the rep’s zone, from Monday; any number by default. */
                        perWeek?: number;
                    };
                    /**
                     * @description Their ids in other systems, by system.
                     * @default {}
                     */
                    refs?: {
                        [key: string]: string;
                    };
                    /**
                     * @description What becomes of the open leads of somebody who is set inactive: those that await first touch go to somebody else, all do, or none. Without it, whoever has open leads stays active (409, in a batch `invalid`). It is not kept.
                     * @enum {string}
                     */
                    openLeads?: "reassignUntouched" | "keep" | "reassignAll";
                };
            };
        };
        responses: {
            /** @description As it is from now on; where nothing differs the version stays. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rep"];
                };
            };
        };
    };
    deleteRep: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the rep. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    setAvailability: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the rep. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether new leads may come; running clocks run on. */
                    available: boolean;
                    /**
                     * Format: date-time
                     * @description When they become available again by themselves; until it is said otherwise by default.
                     */
                    until?: string;
                };
            };
        };
        responses: {
            /** @description The rep. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rep"];
                };
            };
        };
    };
    listRepVersions: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the rep. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who changed what and when, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionPage"];
                };
            };
        };
    };
    listAbsences: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the rep. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AbsencePage"];
                };
            };
        };
    };
    createAbsence: {
        parameters: {
            query?: {
                /** @description `true`: nothing is changed. The answer is what it would be, with all clocks that would be due at another time. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the rep. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description The beginning.
                     */
                    from: string;
                    /**
                     * Format: date-time
                     * @description The end, which is no longer part of it.
                     */
                    to: string;
                    /** @description Why, in words of your own. */
                    reason?: string;
                    /**
                     * @description What becomes of the open leads when it begins: those that await first touch go to somebody else, all do, or none. Of those that stay, promises in working time wait until it ends; promises in elapsed time run on.
                     * @default reassignUntouched
                     * @enum {string}
                     */
                    openLeads?: "reassignUntouched" | "keep" | "reassignAll";
                };
            };
        };
        responses: {
            /** @description The absence. */
            201: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Absence"];
                };
            };
        };
    };
    getNotificationSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the rep. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Their own, or what holds for whoever has said nothing. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationSettings"];
                };
            };
        };
    };
    replaceNotificationSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the rep. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The one that was read: where it is no longer the present one, nothing is done (412). */
                    version?: number;
                    /** @description Ignored: it follows from the rest. */
                    updatedAt?: unknown;
                    /**
                     * @description By e-mail.
                     * @default {}
                     */
                    email?: {
                        /**
                         * @description Of what they are told so: everything by default, and nothing where the list is empty.
                         * @default [
                         *       "lead.assigned",
                         *       "lead.reassigned",
                         *       "lead.movedAway",
                         *       "lead.woken",
                         *       "lead.queued",
                         *       "lead.suppressed",
                         *       "sla.warned",
                         *       "sla.resumed",
                         *       "sla.replanned",
                         *       "sla.corrected",
                         *       "sla.escalated",
                         *       "lead.movesUndone",
                         *       "enforcement.stopped",
                         *       "touches.silent",
                         *       "touches.back",
                         *       "leads.keptOut",
                         *       "leads.closed",
                         *       "leads.reopened",
                         *       "feedback.stopped",
                         *       "feedback.ending",
                         *       "webhook.failing",
                         *       "webhook.paused",
                         *       "team.summary",
                         *       "channel.failing",
                         *       "channel.stopped"
                         *     ]
                         */
                        types?: ("lead.assigned" | "lead.reassigned" | "lead.movedAway" | "lead.woken" | "lead.queued" | "lead.suppressed" | "sla.warned" | "sla.resumed" | "sla.replanned" | "sla.corrected" | "sla.escalated" | "lead.movesUndone" | "enforcement.stopped" | "touches.silent" | "touches.back" | "leads.keptOut" | "leads.closed" | "leads.reopened" | "feedback.stopped" | "feedback.ending" | "webhook.failing" | "webhook.paused" | "team.summary" | "channel.failing" | "channel.stopped")[];
                        /**
                         * Format: durationOrZero
                         * @description They are written to once in so long at most, in elapsed time, and what came meanwhile is told together; but never later than after half of the time that is left to act.
                         * @default PT0S
                         */
                        digest?: string;
                    };
                    /**
                     * @description By Slack, as a message of the bot of the oldest channel of Slack.
                     * @default {}
                     */
                    slack?: {
                        /**
                         * @description Who they are there: "Copy member ID" in their profile. No two reps are the same member; null: they are not written to.
                         * @default null
                         */
                        memberId?: string | null;
                        /**
                         * @description Of what they are told so: everything by default, and nothing where the list is empty.
                         * @default [
                         *       "lead.assigned",
                         *       "lead.reassigned",
                         *       "lead.movedAway",
                         *       "lead.woken",
                         *       "lead.queued",
                         *       "lead.suppressed",
                         *       "sla.warned",
                         *       "sla.resumed",
                         *       "sla.replanned",
                         *       "sla.corrected",
                         *       "sla.escalated",
                         *       "lead.movesUndone",
                         *       "enforcement.stopped",
                         *       "touches.silent",
                         *       "touches.back",
                         *       "leads.keptOut",
                         *       "leads.closed",
                         *       "leads.reopened",
                         *       "feedback.stopped",
                         *       "feedback.ending",
                         *       "webhook.failing",
                         *       "webhook.paused",
                         *       "team.summary",
                         *       "channel.failing",
                         *       "channel.stopped"
                         *     ]
                         */
                        types?: ("lead.assigned" | "lead.reassigned" | "lead.movedAway" | "lead.woken" | "lead.queued" | "lead.suppressed" | "sla.warned" | "sla.resumed" | "sla.replanned" | "sla.corrected" | "sla.escalated" | "lead.movesUndone" | "enforcement.stopped" | "touches.silent" | "touches.back" | "leads.keptOut" | "leads.closed" | "leads.reopened" | "feedback.stopped" | "feedback.ending" | "webhook.failing" | "webhook.paused" | "team.summary" | "channel.failing" | "channel.stopped")[];
                        /**
                         * Format: durationOrZero
                         * @description They are written to once in so long at most, in elapsed time, and what came meanwhile is told together; but never later than after half of the time that is left to act.
                         * @default PT0S
                         */
                        digest?: string;
                    };
                    /**
                     * @description `offHours`: what comes while they are off waits until their calendar opens.
                     * @default none
                     * @enum {string}
                     */
                    quietHours?: "none" | "offHours";
                    /**
                     * @description Of who leads others: whether they are told at the end of each of their working days how their team fares, by the ways that name `team.summary` in `types`. It does not wait for quiet hours to end.
                     * @default true
                     */
                    dailySummary?: boolean;
                };
            };
        };
        responses: {
            /** @description As it is from now on. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationSettings"];
                };
            };
        };
    };
    getRepByRef: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The other system, such as `salesforce`. */
                system: string;
                /** @description The id that the rep has there. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rep whom this system knows by this id. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rep"];
                };
            };
        };
    };
    putRepByRef: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The other system, such as `salesforce`. */
                system: string;
                /** @description The id that the rep has there. */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description As it was read: it has to be the same.
                     */
                    id?: string;
                    /** @description Ignored: it follows from the rest. */
                    replanned?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    available?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    unavailableUntil?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    receiving?: unknown;
                    /** @description The one that was read: where it is no longer the present one, nothing is done (412). */
                    version?: number;
                    /** @description Ignored: it follows from the rest. */
                    createdAt?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    updatedAt?: unknown;
                    /** @description What they are called; names need not be unique. */
                    name: string;
                    /**
                     * Format: email
                     * @description Their e-mail address: no two reps have one, without case.
                     */
                    email: string;
                    /**
                     * Format: timeZone
                     * @description Their IANA time zone; that of the settings by default.
                     */
                    timeZone?: string;
                    /**
                     * Format: uuid
                     * @description Their own calendar; else that of the pool, of their team (of several, of the one that was made first), or the default one.
                     */
                    calendarId?: string;
                    /**
                     * Format: uuid
                     * @description Their manager: who is told when they miss something, and whose `manager` key reaches them. By default that of their team; of several teams, that of the one that was made first, also where it has none. The queue owner is told where there is no manager.
                     */
                    managerId?: string;
                    /**
                     * @description Whether they work here: without, they get no leads, and their keys are revoked.
                     * @default true
                     */
                    active?: boolean;
                    /**
                     * @description How many leads they may have: beyond that they get none.
                     * @default {}
                     */
                    capacity?: {
                        /** @description At most so many open leads at once; any number by default. */
                        open?: number;
                        /** @description At most so many leads that await first touch at once; any number by default. */
                        untouched?: number;
                        /** @description At most so many leads assigned in a day of the rep’s zone; any number by default. */
                        perDay?: number;
                        /** @description At most so many leads assigned in a week of the rep’s zone, from Monday; any number by default. */
                        perWeek?: number;
                    };
                    /** @description Their ids in other systems, by system; absent: as they are. */
                    refs?: {
                        [key: string]: string;
                    };
                    /**
                     * @description What becomes of the open leads of somebody who is set inactive: those that await first touch go to somebody else, all do, or none. Without it, whoever has open leads stays active (409, in a batch `invalid`). It is not kept.
                     * @enum {string}
                     */
                    openLeads?: "reassignUntouched" | "keep" | "reassignAll";
                };
            };
        };
        responses: {
            /** @description The rep whom this system knows by this id, replaced. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rep"];
                };
            };
            /** @description The new rep. */
            201: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rep"];
                };
            };
        };
    };
    getAbsence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the rep. */
                id: string;
                /** @description The `id` of the absence. */
                absenceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The absence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Absence"];
                };
            };
        };
    };
    deleteAbsence: {
        parameters: {
            query?: {
                /** @description `true`: nothing is changed. The answer is what it would be, with all clocks that would be due at another time. */
                dryRun?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description The `id` of the rep. */
                id: string;
                /** @description The `id` of the absence. */
                absenceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With `dryRun=true`: the absence, which is still there. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Absence"];
                };
            };
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listTeams: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamPage"];
                };
            };
        };
    };
    createTeam: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is called; no two teams have one name, without case. */
                    name: string;
                    /**
                     * Format: uuid
                     * @description The rep who leads it: the manager of those members who have no `managerId` of their own, and who are in no team that was made before. Nobody is their own manager.
                     */
                    managerId?: string;
                    /**
                     * @description The reps in it. Of a rep in several teams, the one that was made first holds, with its manager and calendar; it is saved with a warning.
                     * @default []
                     */
                    repIds?: string[];
                    /**
                     * Format: uuid
                     * @description Their calendar, where neither they nor the pool have one.
                     */
                    calendarId?: string;
                };
            };
        };
        responses: {
            /** @description As it is saved. */
            201: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
        };
    };
    getTeam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the team. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole of it. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
        };
    };
    replaceTeam: {
        parameters: {
            query?: {
                /** @description `true`: nothing is changed. The answer is what it would be, with all clocks that would be due at another time. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the team. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description As it was read: it has to be the same.
                     */
                    id?: string;
                    /** @description Ignored: it follows from the rest. */
                    warnings?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    replanned?: unknown;
                    /** @description The one that was read: where it is no longer the present one, nothing is done (412). */
                    version?: number;
                    /** @description Ignored: it follows from the rest. */
                    createdAt?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    updatedAt?: unknown;
                    /** @description What it is called; no two teams have one name, without case. */
                    name: string;
                    /**
                     * Format: uuid
                     * @description The rep who leads it: the manager of those members who have no `managerId` of their own, and who are in no team that was made before. Nobody is their own manager.
                     */
                    managerId?: string;
                    /**
                     * @description The reps in it. Of a rep in several teams, the one that was made first holds, with its manager and calendar; it is saved with a warning.
                     * @default []
                     */
                    repIds?: string[];
                    /**
                     * Format: uuid
                     * @description Their calendar, where neither they nor the pool have one.
                     */
                    calendarId?: string;
                };
            };
        };
        responses: {
            /** @description As it is from now on; where nothing differs the version stays. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
        };
    };
    deleteTeam: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the team. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listTeamVersions: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the team. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who changed what and when, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionPage"];
                };
            };
        };
    };
    getRouting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rules in force. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rulebook"];
                };
            };
        };
    };
    replaceRouting: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The one that was read: where it is no longer the present one, nothing is done (412). */
                    version?: number;
                    /** @description Ignored: it follows from the rest. */
                    warnings?: unknown;
                    /** @description The first that matches wins. */
                    rules: {
                        /** @description What it is called, in traces too. */
                        name: string;
                        /**
                         * Condition
                         * @description A condition about a lead: `{ field, op, value }`, or `{ all: […] }`, `{ any: […] }`, `{ not: … }` of conditions, at most 20 levels and 500 conditions; `{}` matches always. Operators: eq, ne, in, notIn, lt, lte, gt, gte, contains, startsWith, endsWith (at most 200 characters), exists, missing, matches (a regular expression of at most 200 characters, found anywhere in the first 1,000 of the text; those of all rules may come to 7,500 instructions, those of all policies to 2,500). Text compares without case and has no order. A missing value satisfies only missing, ne and notIn. Fields begin with source, channel, campaign, form, landingPage, contact, company, attributes, clickIds, consent, test, receivedAt. attributes.* have no declared type: a comparison with another type is false.
                         */
                        when: unknown;
                        /** @description Who gets what it matches: exactly one of poolId and repId. */
                        assign: {
                            /**
                             * Format: uuid
                             * @description A pool, which deals it to one of its members.
                             */
                            poolId?: string;
                            /**
                             * Format: uuid
                             * @description A rep, by name.
                             */
                            repId?: string;
                        };
                    }[];
                    /** @description Where a lead goes when no rule matches or nobody is eligible, and who is told of the queue. */
                    fallback?: {
                        /**
                         * Format: uuid
                         * @description The pool that such leads go to; the queue without one.
                         */
                        poolId?: string;
                        /**
                         * Format: uuid
                         * @description The rep who is told of leads in the queue.
                         */
                        queueOwnerId?: string;
                    };
                };
            };
        };
        responses: {
            /** @description The rules as they are from now on. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rulebook"];
                };
            };
        };
    };
    listRoutingVersions: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who changed what and when, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionPage"];
                };
            };
        };
    };
    previewRouting: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A lead, as `POST /v1/leads` takes it. */
                    lead: {
                        /** @description Its id where it came from. A `source` and an `externalId` are one lead, however often it is sent. */
                        externalId?: string;
                        /** @description Where it came from, such as `google-ads`; compared without case. */
                        source: string;
                        /** @description What kind of source that is, such as `paid-search`. */
                        channel?: string;
                        /** @description The campaign that brought it. */
                        campaign?: string;
                        /** @description The form that was filled in. */
                        form?: string;
                        /** @description The address of the page on which the person arrived. */
                        landingPage?: string;
                        /** @description What the person wrote. */
                        message?: string;
                        /**
                         * Format: date-time
                         * @description When the person sent it, at most 5 minutes ahead of `receivedAt`. The clocks of policies that start from it count from here.
                         */
                        submittedAt?: string;
                        /** @description Its ids in other systems, by system. */
                        refs?: {
                            [key: string]: string;
                        };
                        /** @description The person. */
                        contact?: {
                            /** @description The whole name. */
                            name?: string;
                            /** @description The first name. */
                            firstName?: string;
                            /** @description The last name. */
                            lastName?: string;
                            /** @description What they are in their company. */
                            title?: string;
                            /** @description The e-mail address; compared without case. One that cannot be read is kept, and listed in `issues`. */
                            email?: string;
                            /** @description The number as it was given; compared as a number of `country`, else of the default country of the settings. */
                            phone?: string;
                            /** @description A country by its ISO 3166-1 code, such as `DE`. A name in one of many languages, or a common spelling, becomes the code: `Germany`, `Deutschland`, `U.S.`, `UK`. What may be several countries is listed in `issues`, and so is what is not known, which is kept as it was sent. */
                            country?: string;
                            /** @description A part of the country. */
                            region?: string;
                            /** @description The postal code. */
                            postalCode?: string;
                            /** @description The language they speak, such as `de`. */
                            language?: string;
                            /** @description The IANA time zone they live in, such as `Europe/Berlin`. */
                            timeZone?: string;
                            /** @description Ways in which they do not want to be contacted. */
                            doNot?: ("call" | "email" | "sms")[];
                        };
                        /** @description The company they ask for. */
                        company?: {
                            /** @description Its name. */
                            name?: string;
                            /** @description Its domain, such as `example.com`. */
                            domain?: string;
                            /** @description A country by its ISO 3166-1 code, such as `DE`. A name in one of many languages, or a common spelling, becomes the code: `Germany`, `Deutschland`, `U.S.`, `UK`. What may be several countries is listed in `issues`, and so is what is not known, which is kept as it was sent. */
                            country?: string;
                            /** @description A part of the country. */
                            region?: string;
                            /** @description What it does. */
                            industry?: string;
                            /** @description How many people work there. */
                            employees?: number;
                        };
                        /** @description Whatever else is known: at most 100 fields, flat. */
                        attributes?: {
                            [key: string]: string | number | boolean;
                        };
                        /** @description By what ad platforms know the click again: exported with what became of the lead. */
                        clickIds?: {
                            /** @description Google Ads: of a click. */
                            gclid?: string;
                            /** @description Google Ads: of a click on the web that led into an app on iOS. */
                            gbraid?: string;
                            /** @description Google Ads: of a click in an app on iOS that led to the web. */
                            wbraid?: string;
                            /** @description Meta: of a click, as it stands in the address. */
                            fbclid?: string;
                            /** @description Meta: of a click, as the cookie `_fbc` has it. */
                            fbc?: string;
                            /** @description Meta: of the browser, as the cookie `_fbp` has it. */
                            fbp?: string;
                            /** @description Meta: of a lead ad. */
                            metaLeadId?: string;
                            /** @description LinkedIn: of a click, `li_fat_id`. */
                            liFatId?: string;
                            /** @description LinkedIn: of an answer to a lead form. */
                            linkedinLeadId?: string;
                            /** @description Microsoft Advertising: of a click. */
                            msclkid?: string;
                            /** @description TikTok: of a click. */
                            ttclid?: string;
                            /** @description TikTok: of a lead ad. */
                            tiktokLeadId?: string;
                            /** @description Google Ads: by which the tag of the website has counted the lead. */
                            transactionId?: string;
                            /** @description Meta, TikTok: by which the pixel of the website has counted the lead. */
                            eventId?: string;
                            /**
                             * Format: date-time
                             * @description When the ad was clicked.
                             */
                            clickedAt?: string;
                        };
                        /** @description What the person allowed ad platforms. */
                        consent?: {
                            /**
                             * @description Whether their data may be sent to them.
                             * @enum {string}
                             */
                            adUserData?: "granted" | "denied" | "unspecified";
                            /**
                             * @description Whether ads may be fitted to the person by it.
                             * @enum {string}
                             */
                            adPersonalization?: "granted" | "denied" | "unspecified";
                        };
                        /** @description Whose it is already: taken as given, past the rules, with its clocks. */
                        owner?: {
                            /**
                             * Format: uuid
                             * @description The `id` of that rep.
                             */
                            repId: string;
                        };
                        /**
                         * @description A lead that is sent to try something out: it goes to the test pool of the settings alone, its promises run and people are told, and it counts nowhere. It stays one.
                         * @default false
                         */
                        test?: boolean;
                    };
                    /**
                     * Format: date-time
                     * @description The instant to decide at; now by default.
                     */
                    at?: string;
                    /** @description A draft instead of the saved rules. */
                    rules?: {
                        /** @description What it is called, in traces too. */
                        name: string;
                        /**
                         * Condition
                         * @description A condition about a lead: `{ field, op, value }`, or `{ all: […] }`, `{ any: […] }`, `{ not: … }` of conditions, at most 20 levels and 500 conditions; `{}` matches always. Operators: eq, ne, in, notIn, lt, lte, gt, gte, contains, startsWith, endsWith (at most 200 characters), exists, missing, matches (a regular expression of at most 200 characters, found anywhere in the first 1,000 of the text; those of all rules may come to 7,500 instructions, those of all policies to 2,500). Text compares without case and has no order. A missing value satisfies only missing, ne and notIn. Fields begin with source, channel, campaign, form, landingPage, contact, company, attributes, clickIds, consent, test, receivedAt. attributes.* have no declared type: a comparison with another type is false.
                         */
                        when: unknown;
                        /** @description Who gets what it matches: exactly one of poolId and repId. */
                        assign: {
                            /**
                             * Format: uuid
                             * @description A pool, which deals it to one of its members.
                             */
                            poolId?: string;
                            /**
                             * Format: uuid
                             * @description A rep, by name.
                             */
                            repId?: string;
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description Who would get it, and why. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutingPreview"];
                };
            };
        };
    };
    listWaitingLeads: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the leads that the key may see. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitingLeadPage"];
                };
            };
        };
    };
    listPools: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoolPage"];
                };
            };
        };
    };
    createPool: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is called; no two pools have one name, without case. */
                    name: string;
                    /**
                     * @description How it deals. `roundRobin`: everybody in turn, by weight; at every moment each member is less than one lead from their share.
                     * @default roundRobin
                     * @enum {string}
                     */
                    strategy?: "roundRobin";
                    /** @description Among whom it deals. Who is taken out and comes back within a day stands as before; anybody else starts level. */
                    members: {
                        /**
                         * Format: uuid
                         * @description The rep.
                         */
                        repId: string;
                        /**
                         * @description Whoever has twice the weight gets twice the leads.
                         * @default 1
                         */
                        weight?: number;
                    }[];
                    /**
                     * Format: uuid
                     * @description The calendar of members who have none of their own.
                     */
                    calendarId?: string;
                    /**
                     * @description When only working hours stand in everybody’s way: deal all the same, or wait for the opening.
                     * @default share
                     * @enum {string}
                     */
                    offHours?: "share" | "wait";
                    /**
                     * Format: uuid
                     * @description The pool that is asked when nobody here is eligible.
                     */
                    fallbackPoolId?: string;
                };
            };
        };
        responses: {
            /** @description As it is saved. */
            201: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pool"];
                };
            };
        };
    };
    getPool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the pool. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole of it. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pool"];
                };
            };
        };
    };
    replacePool: {
        parameters: {
            query?: {
                /** @description `true`: nothing is changed. The answer is what it would be, with all clocks that would be due at another time. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the pool. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description As it was read: it has to be the same.
                     */
                    id?: string;
                    /** @description Ignored: it follows from the rest. */
                    replanned?: unknown;
                    /** @description The one that was read: where it is no longer the present one, nothing is done (412). */
                    version?: number;
                    /** @description Ignored: it follows from the rest. */
                    createdAt?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    updatedAt?: unknown;
                    /** @description What it is called; no two pools have one name, without case. */
                    name: string;
                    /**
                     * @description How it deals. `roundRobin`: everybody in turn, by weight; at every moment each member is less than one lead from their share.
                     * @default roundRobin
                     * @enum {string}
                     */
                    strategy?: "roundRobin";
                    /** @description Among whom it deals. Who is taken out and comes back within a day stands as before; anybody else starts level. */
                    members: {
                        /**
                         * Format: uuid
                         * @description The rep.
                         */
                        repId: string;
                        /**
                         * @description Whoever has twice the weight gets twice the leads.
                         * @default 1
                         */
                        weight?: number;
                    }[];
                    /**
                     * Format: uuid
                     * @description The calendar of members who have none of their own.
                     */
                    calendarId?: string;
                    /**
                     * @description When only working hours stand in everybody’s way: deal all the same, or wait for the opening.
                     * @default share
                     * @enum {string}
                     */
                    offHours?: "share" | "wait";
                    /**
                     * Format: uuid
                     * @description The pool that is asked when nobody here is eligible.
                     */
                    fallbackPoolId?: string;
                };
            };
        };
        responses: {
            /** @description As it is from now on; where nothing differs the version stays. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pool"];
                };
            };
        };
    };
    deletePool: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the pool. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getPoolFairness: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the pool. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every member, in the order of the pool. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberFairnessList"];
                };
            };
        };
    };
    listPoolVersions: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the pool. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who changed what and when, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionPage"];
                };
            };
        };
    };
    listSlaPolicies: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyPage"];
                };
            };
        };
    };
    createSlaPolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is called; no two policies have one name, without case. */
                    name: string;
                    /**
                     * @description `enforce` does all it says, `notify` only tells people, `measure` only records what would have happened.
                     * @default enforce
                     * @enum {string}
                     */
                    mode?: "enforce" | "notify" | "measure";
                    /**
                     * Condition
                     * @description A condition about a lead: `{ field, op, value }`, or `{ all: […] }`, `{ any: […] }`, `{ not: … }` of conditions, at most 20 levels and 500 conditions; `{}` matches always. Operators: eq, ne, in, notIn, lt, lte, gt, gte, contains, startsWith, endsWith (at most 200 characters), exists, missing, matches (a regular expression of at most 200 characters, found anywhere in the first 1,000 of the text; those of all rules may come to 7,500 instructions, those of all policies to 2,500). Text compares without case and has no order. A missing value satisfies only missing, ne and notIn. Fields begin with source, channel, campaign, form, landingPage, contact, company, attributes, clickIds, consent, test, receivedAt. attributes.* have no declared type: a comparison with another type is false.
                     * @default {}
                     */
                    when?: unknown;
                    /**
                     * @description Whether its durations count only while the calendar is open, or always.
                     * @default working
                     * @enum {string}
                     */
                    time?: "working" | "elapsed";
                    /**
                     * @description "owner", "pool" or { "calendarId" }
                     * @default owner
                     */
                    calendar?: "owner" | "pool" | {
                        /**
                         * Format: uuid
                         * @description The `id` of that calendar.
                         */
                        calendarId: string;
                    };
                    /**
                     * Format: durationOrZero
                     * @description What the owner has left at least where a change (of a calendar, an absence, a rep, the policy itself) would make a clock due, in the policy’s time: working or elapsed. They are told.
                     * @default PT15M
                     */
                    grace?: string;
                    /**
                     * @description Whether the time of a first touch and of a step of the cadence counts only while the lead may be contacted, too, by the `contactHours` of the settings in its own local time: in any of the ways that keep the promise, that it has given an address for and has not forbidden. `afterHours` is for leads that are assigned outside of it. With `time: "elapsed"` it counts in the hours of the lead alone.
                     * @default false
                     */
                    leadHours?: boolean;
                    /** @description The promise of a first touch. */
                    firstTouch: {
                        /**
                         * Format: duration
                         * @description What every owner promises, from the assignment, in the policy’s time: working or elapsed.
                         */
                        within: string;
                        /**
                         * Format: duration
                         * @description In place of `within` where the lead is assigned outside working hours, in the policy’s time: working or elapsed.
                         */
                        afterHours?: string;
                        /**
                         * Format: duration
                         * @description What the company promises, from receipt, in the policy’s time: working or elapsed. Without it that is only measured.
                         */
                        leadWithin?: string;
                        /**
                         * @description "pool" or { "calendarId" }
                         * @default pool
                         */
                        leadCalendar?: "pool" | {
                            /**
                             * Format: uuid
                             * @description The `id` of that calendar.
                             */
                            calendarId: string;
                        };
                        /**
                         * @description Whether the lead’s own clock counts from `receivedAt` or from `submittedAt`.
                         * @default received
                         * @enum {string}
                         */
                        startFrom?: "received" | "submitted";
                        /**
                         * @description What keeps the promise: a touch that is like one of these. Automated ones never do.
                         * @default [
                         *       {
                         *         "direction": "outbound"
                         *       }
                         *     ]
                         */
                        counts?: {
                            /**
                             * @description Of this kind alone; any but `other` by default.
                             * @enum {string}
                             */
                            kind?: "call" | "email" | "sms" | "chat" | "meeting" | "other";
                            /**
                             * @description Whether the rep turned to the lead or the lead to the rep.
                             * @default outbound
                             * @enum {string}
                             */
                            direction?: "outbound" | "inbound";
                            /** @description That took at least so many seconds. */
                            minSeconds?: number;
                            /** @description With one of these outcomes. By default any but `bounced`, `wrongNumber`, `cancelled` and `noShow`, which count only where they are named. */
                            outcomes?: ("connected" | "replied" | "noAnswer" | "voicemail" | "sent" | "bounced" | "wrongNumber" | "booked" | "held" | "noShow" | "cancelled")[];
                        }[];
                        /**
                         * @description Whose touch counts.
                         * @default anyone
                         * @enum {string}
                         */
                        by?: "anyone" | "owner";
                        /**
                         * @description When the owner is warned: shares of the time allowed, as fractions below 1 or as percent from 1 to 99.
                         * @default []
                         */
                        warnAt?: number[];
                        /**
                         * @description What happens when an owner misses it, until somebody touches the lead or it is closed.
                         * @default [
                         *       {
                         *         "after": "PT0S",
                         *         "do": "reassign"
                         *       },
                         *       {
                         *         "after": "PT15M",
                         *         "do": "escalate",
                         *         "to": "manager"
                         *       }
                         *     ]
                         */
                        onBreach?: {
                            /**
                             * Format: durationOrZero
                             * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                             */
                            after: string;
                            /**
                             * @description Give the lead to somebody else, or tell somebody.
                             * @enum {string}
                             */
                            do: "reassign" | "escalate";
                            /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                            to?: "manager" | "managersManager" | "queueOwner" | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that rep.
                                 */
                                repId: string;
                            } | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that team.
                                 */
                                teamId: string;
                            };
                            /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                            repeat?: {
                                /**
                                 * Format: duration
                                 * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                 */
                                every: string;
                                /** @description How often they are told again, after the first time. */
                                times: number;
                            };
                        }[];
                        /**
                         * @description What happens when the company misses `leadWithin`.
                         * @default []
                         */
                        onLeadBreach?: {
                            /**
                             * Format: durationOrZero
                             * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                             */
                            after: string;
                            /**
                             * @description Give the lead to somebody else, or tell somebody.
                             * @enum {string}
                             */
                            do: "reassign" | "escalate";
                            /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                            to?: "manager" | "managersManager" | "queueOwner" | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that rep.
                                 */
                                repId: string;
                            } | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that team.
                                 */
                                teamId: string;
                            };
                            /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                            repeat?: {
                                /**
                                 * Format: duration
                                 * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                 */
                                every: string;
                                /** @description How often they are told again, after the first time. */
                                times: number;
                            };
                        }[];
                        /**
                         * @description So often it is moved in a cycle; then the last owner keeps it.
                         * @default 3
                         */
                        maxReassignments?: number;
                        /**
                         * @description What becomes of a lead that a miss moved, when its owner of then turns out to have touched it in time. `return`: they get it back, unless they are away, the new owner has worked on it too, or it has been moved otherwise since.
                         * @default stay
                         * @enum {string}
                         */
                        onCorrection?: "stay" | "return";
                        /**
                         * Format: duration
                         * @description So much later a miss moves the lead where its owner has said that they know of it (`POST /v1/leads/{id}/acknowledge`), in the policy’s time: working or elapsed. Without it nobody can hold a move.
                         */
                        acknowledge?: string;
                    };
                    /** @description The cadence between the first touch and contact. A new owner takes over where it stands, with a window that is open at once where it was. */
                    followUp?: {
                        /** @description What is done, one after the other. */
                        steps: {
                            /** @description An outbound touch of one of these kinds keeps it, inside the window or before. */
                            kinds: ("call" | "email" | "sms" | "chat" | "meeting" | "other")[];
                            /**
                             * Format: durationOrZero
                             * @description When the window opens: so long after the first touch, or after the step before was kept or missed, in the policy’s time: working or elapsed.
                             */
                            after: string;
                            /**
                             * Format: duration
                             * @description How long the window is open, in the policy’s time, working or elapsed: at its end the step is missed.
                             */
                            within: string;
                        }[];
                        /**
                         * @description Outcomes that are contact, whoever turned to whom: they end the cadence.
                         * @default [
                         *       "connected",
                         *       "replied",
                         *       "booked",
                         *       "held"
                         *     ]
                         */
                        stopOn?: ("connected" | "replied" | "booked" | "held")[];
                        /**
                         * @description What happens when the owner misses it, until somebody touches the lead or it is closed; they are reminded at once by default.
                         * @default [
                         *       {
                         *         "after": "PT0S",
                         *         "do": "remind"
                         *       }
                         *     ]
                         */
                        onMiss?: {
                            /**
                             * Format: durationOrZero
                             * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                             */
                            after: string;
                            /**
                             * @description Remind its owner, give the lead to somebody else, or tell somebody.
                             * @enum {string}
                             */
                            do: "remind" | "reassign" | "escalate";
                            /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                            to?: "manager" | "managersManager" | "queueOwner" | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that rep.
                                 */
                                repId: string;
                            } | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that team.
                                 */
                                teamId: string;
                            };
                            /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                            repeat?: {
                                /**
                                 * Format: duration
                                 * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                 */
                                every: string;
                                /** @description How often they are told again, after the first time. */
                                times: number;
                            };
                        }[];
                    };
                    /** @description A duration such as P5D, or an object with `within`, `meetings` and `onMiss`. A disposition, a milestone or a booked meeting is promised in this time after contact, after the last step of the cadence, and without a cadence after the first touch. */
                    decideWithin?: string | {
                        /**
                         * Format: duration
                         * @description The time to decide, in the policy’s time: working or elapsed.
                         */
                        within: string;
                        /** @description So many booked meetings are a next step, each with the whole time again; 3 by default. */
                        meetings?: number;
                        /** @description What happens when the owner misses it, until a milestone is reached, a meeting is booked, or the lead is closed; they are reminded at once by default. */
                        onMiss?: {
                            /**
                             * Format: durationOrZero
                             * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                             */
                            after: string;
                            /**
                             * @description Remind its owner, give the lead to somebody else, or tell somebody.
                             * @enum {string}
                             */
                            do: "remind" | "reassign" | "escalate";
                            /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                            to?: "manager" | "managersManager" | "queueOwner" | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that rep.
                                 */
                                repId: string;
                            } | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that team.
                                 */
                                teamId: string;
                            };
                            /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                            repeat?: {
                                /**
                                 * Format: duration
                                 * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                 */
                                every: string;
                                /** @description How often they are told again, after the first time. */
                                times: number;
                            };
                        }[];
                    };
                    /** @description When a lead is closed by itself, because nobody can be reached, where the mode is `enforce`: with the last of so many attempts, of which each channel that the lead gave and allows has had one, or has turned out to be none. */
                    unreachable?: {
                        /** @description Attempts without contact: outbound, by people, in the present cycle. */
                        attempts: number;
                        /**
                         * Format: durationOrZero
                         * @description At least so long from the first of them to the last, in the policy’s time: working or elapsed.
                         */
                        over: string;
                        /** @description On so many days, in the time zone of the owner; one by default. */
                        distinctDays?: number;
                        /**
                         * Format: duration
                         * @description Attempts of a kind that follow each other sooner are one; elapsed time, whatever the policy’s is.
                         */
                        minGap?: string;
                        /**
                         * @description Whether automated e-mails are attempts as well.
                         * @default false
                         */
                        automatedEmail?: boolean;
                        /** @description With which reason it is moved out. */
                        then: {
                            /**
                             * @description How the lead is closed.
                             * @enum {string}
                             */
                            category: "nurture" | "recycle" | "suppress" | "lost";
                            /** @description The `code` of a reason of that category that requires nothing. */
                            reason: string;
                        };
                    };
                    /**
                     * Condition
                     * @description All its clocks stand still while the lead is like this, the company’s too: a condition as in `when`. Changed with `PATCH /v1/leads/{id}`, a lead comes under it, or is free of it.
                     */
                    pauseWhile?: unknown;
                    /** @description What a rep may pause of a lead by hand, in a cycle (`POST /v1/leads/{id}/pause`); without it there is no limit. Managers and admins may go beyond it. */
                    pauses?: {
                        /**
                         * Format: duration
                         * @description So long in all, elapsed time, whatever the policy’s is; as long as they like by default.
                         */
                        most?: string;
                        /** @description So often; as often as they like by default. */
                        times?: number;
                    };
                    /**
                     * @description So often a lead comes back from recycling; recycled once more, it stays closed.
                     * @default 2
                     */
                    maxRecycles?: number;
                };
            };
        };
        responses: {
            /** @description As it is saved. */
            201: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
        };
    };
    orderSlaPolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string[];
            };
        };
        responses: {
            /** @description All policies, in the order given. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyPage"];
                };
            };
        };
    };
    previewSlaPolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A draft. It may be left out for a real lead, which then goes on under its own policy. */
                    policy?: {
                        /** @description What it is called; no two policies have one name, without case. */
                        name?: string;
                        /**
                         * @description `enforce` does all it says, `notify` only tells people, `measure` only records what would have happened.
                         * @default enforce
                         * @enum {string}
                         */
                        mode?: "enforce" | "notify" | "measure";
                        /**
                         * Condition
                         * @description A condition about a lead: `{ field, op, value }`, or `{ all: […] }`, `{ any: […] }`, `{ not: … }` of conditions, at most 20 levels and 500 conditions; `{}` matches always. Operators: eq, ne, in, notIn, lt, lte, gt, gte, contains, startsWith, endsWith (at most 200 characters), exists, missing, matches (a regular expression of at most 200 characters, found anywhere in the first 1,000 of the text; those of all rules may come to 7,500 instructions, those of all policies to 2,500). Text compares without case and has no order. A missing value satisfies only missing, ne and notIn. Fields begin with source, channel, campaign, form, landingPage, contact, company, attributes, clickIds, consent, test, receivedAt. attributes.* have no declared type: a comparison with another type is false.
                         * @default {}
                         */
                        when?: unknown;
                        /**
                         * @description Whether its durations count only while the calendar is open, or always.
                         * @default working
                         * @enum {string}
                         */
                        time?: "working" | "elapsed";
                        /**
                         * @description "owner", "pool" or { "calendarId" }
                         * @default owner
                         */
                        calendar?: "owner" | "pool" | {
                            /**
                             * Format: uuid
                             * @description The `id` of that calendar.
                             */
                            calendarId: string;
                        };
                        /**
                         * Format: durationOrZero
                         * @description What the owner has left at least where a change (of a calendar, an absence, a rep, the policy itself) would make a clock due, in the policy’s time: working or elapsed. They are told.
                         * @default PT15M
                         */
                        grace?: string;
                        /**
                         * @description Whether the time of a first touch and of a step of the cadence counts only while the lead may be contacted, too, by the `contactHours` of the settings in its own local time: in any of the ways that keep the promise, that it has given an address for and has not forbidden. `afterHours` is for leads that are assigned outside of it. With `time: "elapsed"` it counts in the hours of the lead alone.
                         * @default false
                         */
                        leadHours?: boolean;
                        /** @description The promise of a first touch. */
                        firstTouch: {
                            /**
                             * Format: duration
                             * @description What every owner promises, from the assignment, in the policy’s time: working or elapsed.
                             */
                            within: string;
                            /**
                             * Format: duration
                             * @description In place of `within` where the lead is assigned outside working hours, in the policy’s time: working or elapsed.
                             */
                            afterHours?: string;
                            /**
                             * Format: duration
                             * @description What the company promises, from receipt, in the policy’s time: working or elapsed. Without it that is only measured.
                             */
                            leadWithin?: string;
                            /**
                             * @description "pool" or { "calendarId" }
                             * @default pool
                             */
                            leadCalendar?: "pool" | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that calendar.
                                 */
                                calendarId: string;
                            };
                            /**
                             * @description Whether the lead’s own clock counts from `receivedAt` or from `submittedAt`.
                             * @default received
                             * @enum {string}
                             */
                            startFrom?: "received" | "submitted";
                            /**
                             * @description What keeps the promise: a touch that is like one of these. Automated ones never do.
                             * @default [
                             *       {
                             *         "direction": "outbound"
                             *       }
                             *     ]
                             */
                            counts?: {
                                /**
                                 * @description Of this kind alone; any but `other` by default.
                                 * @enum {string}
                                 */
                                kind?: "call" | "email" | "sms" | "chat" | "meeting" | "other";
                                /**
                                 * @description Whether the rep turned to the lead or the lead to the rep.
                                 * @default outbound
                                 * @enum {string}
                                 */
                                direction?: "outbound" | "inbound";
                                /** @description That took at least so many seconds. */
                                minSeconds?: number;
                                /** @description With one of these outcomes. By default any but `bounced`, `wrongNumber`, `cancelled` and `noShow`, which count only where they are named. */
                                outcomes?: ("connected" | "replied" | "noAnswer" | "voicemail" | "sent" | "bounced" | "wrongNumber" | "booked" | "held" | "noShow" | "cancelled")[];
                            }[];
                            /**
                             * @description Whose touch counts.
                             * @default anyone
                             * @enum {string}
                             */
                            by?: "anyone" | "owner";
                            /**
                             * @description When the owner is warned: shares of the time allowed, as fractions below 1 or as percent from 1 to 99.
                             * @default []
                             */
                            warnAt?: number[];
                            /**
                             * @description What happens when an owner misses it, until somebody touches the lead or it is closed.
                             * @default [
                             *       {
                             *         "after": "PT0S",
                             *         "do": "reassign"
                             *       },
                             *       {
                             *         "after": "PT15M",
                             *         "do": "escalate",
                             *         "to": "manager"
                             *       }
                             *     ]
                             */
                            onBreach?: {
                                /**
                                 * Format: durationOrZero
                                 * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                                 */
                                after: string;
                                /**
                                 * @description Give the lead to somebody else, or tell somebody.
                                 * @enum {string}
                                 */
                                do: "reassign" | "escalate";
                                /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                                to?: "manager" | "managersManager" | "queueOwner" | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that rep.
                                     */
                                    repId: string;
                                } | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that team.
                                     */
                                    teamId: string;
                                };
                                /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                                repeat?: {
                                    /**
                                     * Format: duration
                                     * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                     */
                                    every: string;
                                    /** @description How often they are told again, after the first time. */
                                    times: number;
                                };
                            }[];
                            /**
                             * @description What happens when the company misses `leadWithin`.
                             * @default []
                             */
                            onLeadBreach?: {
                                /**
                                 * Format: durationOrZero
                                 * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                                 */
                                after: string;
                                /**
                                 * @description Give the lead to somebody else, or tell somebody.
                                 * @enum {string}
                                 */
                                do: "reassign" | "escalate";
                                /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                                to?: "manager" | "managersManager" | "queueOwner" | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that rep.
                                     */
                                    repId: string;
                                } | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that team.
                                     */
                                    teamId: string;
                                };
                                /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                                repeat?: {
                                    /**
                                     * Format: duration
                                     * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                     */
                                    every: string;
                                    /** @description How often they are told again, after the first time. */
                                    times: number;
                                };
                            }[];
                            /**
                             * @description So often it is moved in a cycle; then the last owner keeps it.
                             * @default 3
                             */
                            maxReassignments?: number;
                            /**
                             * @description What becomes of a lead that a miss moved, when its owner of then turns out to have touched it in time. `return`: they get it back, unless they are away, the new owner has worked on it too, or it has been moved otherwise since.
                             * @default stay
                             * @enum {string}
                             */
                            onCorrection?: "stay" | "return";
                            /**
                             * Format: duration
                             * @description So much later a miss moves the lead where its owner has said that they know of it (`POST /v1/leads/{id}/acknowledge`), in the policy’s time: working or elapsed. Without it nobody can hold a move.
                             */
                            acknowledge?: string;
                        };
                        /** @description The cadence between the first touch and contact. A new owner takes over where it stands, with a window that is open at once where it was. */
                        followUp?: {
                            /** @description What is done, one after the other. */
                            steps: {
                                /** @description An outbound touch of one of these kinds keeps it, inside the window or before. */
                                kinds: ("call" | "email" | "sms" | "chat" | "meeting" | "other")[];
                                /**
                                 * Format: durationOrZero
                                 * @description When the window opens: so long after the first touch, or after the step before was kept or missed, in the policy’s time: working or elapsed.
                                 */
                                after: string;
                                /**
                                 * Format: duration
                                 * @description How long the window is open, in the policy’s time, working or elapsed: at its end the step is missed.
                                 */
                                within: string;
                            }[];
                            /**
                             * @description Outcomes that are contact, whoever turned to whom: they end the cadence.
                             * @default [
                             *       "connected",
                             *       "replied",
                             *       "booked",
                             *       "held"
                             *     ]
                             */
                            stopOn?: ("connected" | "replied" | "booked" | "held")[];
                            /**
                             * @description What happens when the owner misses it, until somebody touches the lead or it is closed; they are reminded at once by default.
                             * @default [
                             *       {
                             *         "after": "PT0S",
                             *         "do": "remind"
                             *       }
                             *     ]
                             */
                            onMiss?: {
                                /**
                                 * Format: durationOrZero
                                 * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                                 */
                                after: string;
                                /**
                                 * @description Remind its owner, give the lead to somebody else, or tell somebody.
                                 * @enum {string}
                                 */
                                do: "remind" | "reassign" | "escalate";
                                /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                                to?: "manager" | "managersManager" | "queueOwner" | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that rep.
                                     */
                                    repId: string;
                                } | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that team.
                                     */
                                    teamId: string;
                                };
                                /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                                repeat?: {
                                    /**
                                     * Format: duration
                                     * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                     */
                                    every: string;
                                    /** @description How often they are told again, after the first time. */
                                    times: number;
                                };
                            }[];
                        };
                        /** @description A duration such as P5D, or an object with `within`, `meetings` and `onMiss`. A disposition, a milestone or a booked meeting is promised in this time after contact, after the last step of the cadence, and without a cadence after the first touch. */
                        decideWithin?: string | {
                            /**
                             * Format: duration
                             * @description The time to decide, in the policy’s time: working or elapsed.
                             */
                            within: string;
                            /** @description So many booked meetings are a next step, each with the whole time again; 3 by default. */
                            meetings?: number;
                            /** @description What happens when the owner misses it, until a milestone is reached, a meeting is booked, or the lead is closed; they are reminded at once by default. */
                            onMiss?: {
                                /**
                                 * Format: durationOrZero
                                 * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                                 */
                                after: string;
                                /**
                                 * @description Remind its owner, give the lead to somebody else, or tell somebody.
                                 * @enum {string}
                                 */
                                do: "remind" | "reassign" | "escalate";
                                /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                                to?: "manager" | "managersManager" | "queueOwner" | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that rep.
                                     */
                                    repId: string;
                                } | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that team.
                                     */
                                    teamId: string;
                                };
                                /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                                repeat?: {
                                    /**
                                     * Format: duration
                                     * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                     */
                                    every: string;
                                    /** @description How often they are told again, after the first time. */
                                    times: number;
                                };
                            }[];
                        };
                        /** @description When a lead is closed by itself, because nobody can be reached, where the mode is `enforce`: with the last of so many attempts, of which each channel that the lead gave and allows has had one, or has turned out to be none. */
                        unreachable?: {
                            /** @description Attempts without contact: outbound, by people, in the present cycle. */
                            attempts: number;
                            /**
                             * Format: durationOrZero
                             * @description At least so long from the first of them to the last, in the policy’s time: working or elapsed.
                             */
                            over: string;
                            /** @description On so many days, in the time zone of the owner; one by default. */
                            distinctDays?: number;
                            /**
                             * Format: duration
                             * @description Attempts of a kind that follow each other sooner are one; elapsed time, whatever the policy’s is.
                             */
                            minGap?: string;
                            /**
                             * @description Whether automated e-mails are attempts as well.
                             * @default false
                             */
                            automatedEmail?: boolean;
                            /** @description With which reason it is moved out. */
                            then: {
                                /**
                                 * @description How the lead is closed.
                                 * @enum {string}
                                 */
                                category: "nurture" | "recycle" | "suppress" | "lost";
                                /** @description The `code` of a reason of that category that requires nothing. */
                                reason: string;
                            };
                        };
                        /**
                         * Condition
                         * @description All its clocks stand still while the lead is like this, the company’s too: a condition as in `when`. Changed with `PATCH /v1/leads/{id}`, a lead comes under it, or is free of it.
                         */
                        pauseWhile?: unknown;
                        /** @description What a rep may pause of a lead by hand, in a cycle (`POST /v1/leads/{id}/pause`); without it there is no limit. Managers and admins may go beyond it. */
                        pauses?: {
                            /**
                             * Format: duration
                             * @description So long in all, elapsed time, whatever the policy’s is; as long as they like by default.
                             */
                            most?: string;
                            /** @description So often; as often as they like by default. */
                            times?: number;
                        };
                        /**
                         * @description So often a lead comes back from recycling; recycled once more, it stays closed.
                         * @default 2
                         */
                        maxRecycles?: number;
                    };
                    /** @description An imaginary lead, as `POST /v1/leads` takes it; either this or `leadId`. */
                    lead?: {
                        /** @description Its id where it came from. A `source` and an `externalId` are one lead, however often it is sent. */
                        externalId?: string;
                        /** @description Where it came from, such as `google-ads`; compared without case. */
                        source: string;
                        /** @description What kind of source that is, such as `paid-search`. */
                        channel?: string;
                        /** @description The campaign that brought it. */
                        campaign?: string;
                        /** @description The form that was filled in. */
                        form?: string;
                        /** @description The address of the page on which the person arrived. */
                        landingPage?: string;
                        /** @description What the person wrote. */
                        message?: string;
                        /**
                         * Format: date-time
                         * @description When the person sent it, at most 5 minutes ahead of `receivedAt`. The clocks of policies that start from it count from here.
                         */
                        submittedAt?: string;
                        /** @description Its ids in other systems, by system. */
                        refs?: {
                            [key: string]: string;
                        };
                        /** @description The person. */
                        contact?: {
                            /** @description The whole name. */
                            name?: string;
                            /** @description The first name. */
                            firstName?: string;
                            /** @description The last name. */
                            lastName?: string;
                            /** @description What they are in their company. */
                            title?: string;
                            /** @description The e-mail address; compared without case. One that cannot be read is kept, and listed in `issues`. */
                            email?: string;
                            /** @description The number as it was given; compared as a number of `country`, else of the default country of the settings. */
                            phone?: string;
                            /** @description A country by its ISO 3166-1 code, such as `DE`. A name in one of many languages, or a common spelling, becomes the code: `Germany`, `Deutschland`, `U.S.`, `UK`. What may be several countries is listed in `issues`, and so is what is not known, which is kept as it was sent. */
                            country?: string;
                            /** @description A part of the country. */
                            region?: string;
                            /** @description The postal code. */
                            postalCode?: string;
                            /** @description The language they speak, such as `de`. */
                            language?: string;
                            /** @description The IANA time zone they live in, such as `Europe/Berlin`. */
                            timeZone?: string;
                            /** @description Ways in which they do not want to be contacted. */
                            doNot?: ("call" | "email" | "sms")[];
                        };
                        /** @description The company they ask for. */
                        company?: {
                            /** @description Its name. */
                            name?: string;
                            /** @description Its domain, such as `example.com`. */
                            domain?: string;
                            /** @description A country by its ISO 3166-1 code, such as `DE`. A name in one of many languages, or a common spelling, becomes the code: `Germany`, `Deutschland`, `U.S.`, `UK`. What may be several countries is listed in `issues`, and so is what is not known, which is kept as it was sent. */
                            country?: string;
                            /** @description A part of the country. */
                            region?: string;
                            /** @description What it does. */
                            industry?: string;
                            /** @description How many people work there. */
                            employees?: number;
                        };
                        /** @description Whatever else is known: at most 100 fields, flat. */
                        attributes?: {
                            [key: string]: string | number | boolean;
                        };
                        /** @description By what ad platforms know the click again: exported with what became of the lead. */
                        clickIds?: {
                            /** @description Google Ads: of a click. */
                            gclid?: string;
                            /** @description Google Ads: of a click on the web that led into an app on iOS. */
                            gbraid?: string;
                            /** @description Google Ads: of a click in an app on iOS that led to the web. */
                            wbraid?: string;
                            /** @description Meta: of a click, as it stands in the address. */
                            fbclid?: string;
                            /** @description Meta: of a click, as the cookie `_fbc` has it. */
                            fbc?: string;
                            /** @description Meta: of the browser, as the cookie `_fbp` has it. */
                            fbp?: string;
                            /** @description Meta: of a lead ad. */
                            metaLeadId?: string;
                            /** @description LinkedIn: of a click, `li_fat_id`. */
                            liFatId?: string;
                            /** @description LinkedIn: of an answer to a lead form. */
                            linkedinLeadId?: string;
                            /** @description Microsoft Advertising: of a click. */
                            msclkid?: string;
                            /** @description TikTok: of a click. */
                            ttclid?: string;
                            /** @description TikTok: of a lead ad. */
                            tiktokLeadId?: string;
                            /** @description Google Ads: by which the tag of the website has counted the lead. */
                            transactionId?: string;
                            /** @description Meta, TikTok: by which the pixel of the website has counted the lead. */
                            eventId?: string;
                            /**
                             * Format: date-time
                             * @description When the ad was clicked.
                             */
                            clickedAt?: string;
                        };
                        /** @description What the person allowed ad platforms. */
                        consent?: {
                            /**
                             * @description Whether their data may be sent to them.
                             * @enum {string}
                             */
                            adUserData?: "granted" | "denied" | "unspecified";
                            /**
                             * @description Whether ads may be fitted to the person by it.
                             * @enum {string}
                             */
                            adPersonalization?: "granted" | "denied" | "unspecified";
                        };
                        /** @description Whose it is already: taken as given, past the rules, with its clocks. */
                        owner?: {
                            /**
                             * Format: uuid
                             * @description The `id` of that rep.
                             */
                            repId: string;
                        };
                        /**
                         * @description A lead that is sent to try something out: it goes to the test pool of the settings alone, its promises run and people are told, and it counts nowhere. It stays one.
                         * @default false
                         */
                        test?: boolean;
                    };
                    /**
                     * Format: uuid
                     * @description A real lead.
                     */
                    leadId?: string;
                    /**
                     * Format: date-time
                     * @description When the imaginary lead comes in, or from when on the real one is looked at, which is not in the past; now by default.
                     */
                    at?: string;
                    /**
                     * Format: date-time
                     * @description How far to look ahead; 400 days by default, which is the most.
                     */
                    until?: string;
                    /**
                     * @description Touches that are assumed, in any order.
                     * @default []
                     */
                    touches?: {
                        /**
                         * @description By which way.
                         * @enum {string}
                         */
                        kind: "call" | "email" | "sms" | "chat" | "meeting" | "other";
                        /**
                         * @description Whether the rep turned to the lead or the lead to the rep.
                         * @default outbound
                         * @enum {string}
                         */
                        direction?: "outbound" | "inbound";
                        /**
                         * @description What came of it. call: connected, noAnswer, voicemail, wrongNumber, booked; email, sms, chat: sent, replied, bounced, booked (chat also connected); meeting: booked, held, noShow, cancelled; other: all.
                         * @enum {string}
                         */
                        outcome: "connected" | "replied" | "noAnswer" | "voicemail" | "sent" | "bounced" | "wrongNumber" | "booked" | "held" | "noShow" | "cancelled";
                        /**
                         * Format: date-time
                         * @description When it happens, and is reported.
                         */
                        occurredAt: string;
                        /** @description How long it took, in whole seconds. */
                        durationSeconds?: number;
                        /**
                         * Format: uuid
                         * @description Who made it; the owner by default.
                         */
                        repId?: string;
                        /**
                         * @description Made by a program: it counts for no promise.
                         * @default false
                         */
                        automated?: boolean;
                        /** @description What should be known of it. */
                        note?: string;
                        /** @description Its id where it came from: reported again, it is the same touch. */
                        externalId?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Whether it matches, and what would happen when. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyPreview"];
                };
            };
        };
    };
    dryRunSlaPolicies: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description One policy; leads that it does not match get none. */
                    policy?: {
                        /** @description What it is called; no two policies have one name, without case. */
                        name?: string;
                        /**
                         * @description `enforce` does all it says, `notify` only tells people, `measure` only records what would have happened.
                         * @default enforce
                         * @enum {string}
                         */
                        mode?: "enforce" | "notify" | "measure";
                        /**
                         * Condition
                         * @description A condition about a lead: `{ field, op, value }`, or `{ all: […] }`, `{ any: […] }`, `{ not: … }` of conditions, at most 20 levels and 500 conditions; `{}` matches always. Operators: eq, ne, in, notIn, lt, lte, gt, gte, contains, startsWith, endsWith (at most 200 characters), exists, missing, matches (a regular expression of at most 200 characters, found anywhere in the first 1,000 of the text; those of all rules may come to 7,500 instructions, those of all policies to 2,500). Text compares without case and has no order. A missing value satisfies only missing, ne and notIn. Fields begin with source, channel, campaign, form, landingPage, contact, company, attributes, clickIds, consent, test, receivedAt. attributes.* have no declared type: a comparison with another type is false.
                         * @default {}
                         */
                        when?: unknown;
                        /**
                         * @description Whether its durations count only while the calendar is open, or always.
                         * @default working
                         * @enum {string}
                         */
                        time?: "working" | "elapsed";
                        /**
                         * @description "owner", "pool" or { "calendarId" }
                         * @default owner
                         */
                        calendar?: "owner" | "pool" | {
                            /**
                             * Format: uuid
                             * @description The `id` of that calendar.
                             */
                            calendarId: string;
                        };
                        /**
                         * Format: durationOrZero
                         * @description What the owner has left at least where a change (of a calendar, an absence, a rep, the policy itself) would make a clock due, in the policy’s time: working or elapsed. They are told.
                         * @default PT15M
                         */
                        grace?: string;
                        /**
                         * @description Whether the time of a first touch and of a step of the cadence counts only while the lead may be contacted, too, by the `contactHours` of the settings in its own local time: in any of the ways that keep the promise, that it has given an address for and has not forbidden. `afterHours` is for leads that are assigned outside of it. With `time: "elapsed"` it counts in the hours of the lead alone.
                         * @default false
                         */
                        leadHours?: boolean;
                        /** @description The promise of a first touch. */
                        firstTouch: {
                            /**
                             * Format: duration
                             * @description What every owner promises, from the assignment, in the policy’s time: working or elapsed.
                             */
                            within: string;
                            /**
                             * Format: duration
                             * @description In place of `within` where the lead is assigned outside working hours, in the policy’s time: working or elapsed.
                             */
                            afterHours?: string;
                            /**
                             * Format: duration
                             * @description What the company promises, from receipt, in the policy’s time: working or elapsed. Without it that is only measured.
                             */
                            leadWithin?: string;
                            /**
                             * @description "pool" or { "calendarId" }
                             * @default pool
                             */
                            leadCalendar?: "pool" | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that calendar.
                                 */
                                calendarId: string;
                            };
                            /**
                             * @description Whether the lead’s own clock counts from `receivedAt` or from `submittedAt`.
                             * @default received
                             * @enum {string}
                             */
                            startFrom?: "received" | "submitted";
                            /**
                             * @description What keeps the promise: a touch that is like one of these. Automated ones never do.
                             * @default [
                             *       {
                             *         "direction": "outbound"
                             *       }
                             *     ]
                             */
                            counts?: {
                                /**
                                 * @description Of this kind alone; any but `other` by default.
                                 * @enum {string}
                                 */
                                kind?: "call" | "email" | "sms" | "chat" | "meeting" | "other";
                                /**
                                 * @description Whether the rep turned to the lead or the lead to the rep.
                                 * @default outbound
                                 * @enum {string}
                                 */
                                direction?: "outbound" | "inbound";
                                /** @description That took at least so many seconds. */
                                minSeconds?: number;
                                /** @description With one of these outcomes. By default any but `bounced`, `wrongNumber`, `cancelled` and `noShow`, which count only where they are named. */
                                outcomes?: ("connected" | "replied" | "noAnswer" | "voicemail" | "sent" | "bounced" | "wrongNumber" | "booked" | "held" | "noShow" | "cancelled")[];
                            }[];
                            /**
                             * @description Whose touch counts.
                             * @default anyone
                             * @enum {string}
                             */
                            by?: "anyone" | "owner";
                            /**
                             * @description When the owner is warned: shares of the time allowed, as fractions below 1 or as percent from 1 to 99.
                             * @default []
                             */
                            warnAt?: number[];
                            /**
                             * @description What happens when an owner misses it, until somebody touches the lead or it is closed.
                             * @default [
                             *       {
                             *         "after": "PT0S",
                             *         "do": "reassign"
                             *       },
                             *       {
                             *         "after": "PT15M",
                             *         "do": "escalate",
                             *         "to": "manager"
                             *       }
                             *     ]
                             */
                            onBreach?: {
                                /**
                                 * Format: durationOrZero
                                 * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                                 */
                                after: string;
                                /**
                                 * @description Give the lead to somebody else, or tell somebody.
                                 * @enum {string}
                                 */
                                do: "reassign" | "escalate";
                                /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                                to?: "manager" | "managersManager" | "queueOwner" | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that rep.
                                     */
                                    repId: string;
                                } | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that team.
                                     */
                                    teamId: string;
                                };
                                /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                                repeat?: {
                                    /**
                                     * Format: duration
                                     * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                     */
                                    every: string;
                                    /** @description How often they are told again, after the first time. */
                                    times: number;
                                };
                            }[];
                            /**
                             * @description What happens when the company misses `leadWithin`.
                             * @default []
                             */
                            onLeadBreach?: {
                                /**
                                 * Format: durationOrZero
                                 * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                                 */
                                after: string;
                                /**
                                 * @description Give the lead to somebody else, or tell somebody.
                                 * @enum {string}
                                 */
                                do: "reassign" | "escalate";
                                /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                                to?: "manager" | "managersManager" | "queueOwner" | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that rep.
                                     */
                                    repId: string;
                                } | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that team.
                                     */
                                    teamId: string;
                                };
                                /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                                repeat?: {
                                    /**
                                     * Format: duration
                                     * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                     */
                                    every: string;
                                    /** @description How often they are told again, after the first time. */
                                    times: number;
                                };
                            }[];
                            /**
                             * @description So often it is moved in a cycle; then the last owner keeps it.
                             * @default 3
                             */
                            maxReassignments?: number;
                            /**
                             * @description What becomes of a lead that a miss moved, when its owner of then turns out to have touched it in time. `return`: they get it back, unless they are away, the new owner has worked on it too, or it has been moved otherwise since.
                             * @default stay
                             * @enum {string}
                             */
                            onCorrection?: "stay" | "return";
                            /**
                             * Format: duration
                             * @description So much later a miss moves the lead where its owner has said that they know of it (`POST /v1/leads/{id}/acknowledge`), in the policy’s time: working or elapsed. Without it nobody can hold a move.
                             */
                            acknowledge?: string;
                        };
                        /** @description The cadence between the first touch and contact. A new owner takes over where it stands, with a window that is open at once where it was. */
                        followUp?: {
                            /** @description What is done, one after the other. */
                            steps: {
                                /** @description An outbound touch of one of these kinds keeps it, inside the window or before. */
                                kinds: ("call" | "email" | "sms" | "chat" | "meeting" | "other")[];
                                /**
                                 * Format: durationOrZero
                                 * @description When the window opens: so long after the first touch, or after the step before was kept or missed, in the policy’s time: working or elapsed.
                                 */
                                after: string;
                                /**
                                 * Format: duration
                                 * @description How long the window is open, in the policy’s time, working or elapsed: at its end the step is missed.
                                 */
                                within: string;
                            }[];
                            /**
                             * @description Outcomes that are contact, whoever turned to whom: they end the cadence.
                             * @default [
                             *       "connected",
                             *       "replied",
                             *       "booked",
                             *       "held"
                             *     ]
                             */
                            stopOn?: ("connected" | "replied" | "booked" | "held")[];
                            /**
                             * @description What happens when the owner misses it, until somebody touches the lead or it is closed; they are reminded at once by default.
                             * @default [
                             *       {
                             *         "after": "PT0S",
                             *         "do": "remind"
                             *       }
                             *     ]
                             */
                            onMiss?: {
                                /**
                                 * Format: durationOrZero
                                 * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                                 */
                                after: string;
                                /**
                                 * @description Remind its owner, give the lead to somebody else, or tell somebody.
                                 * @enum {string}
                                 */
                                do: "remind" | "reassign" | "escalate";
                                /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                                to?: "manager" | "managersManager" | "queueOwner" | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that rep.
                                     */
                                    repId: string;
                                } | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that team.
                                     */
                                    teamId: string;
                                };
                                /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                                repeat?: {
                                    /**
                                     * Format: duration
                                     * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                     */
                                    every: string;
                                    /** @description How often they are told again, after the first time. */
                                    times: number;
                                };
                            }[];
                        };
                        /** @description A duration such as P5D, or an object with `within`, `meetings` and `onMiss`. A disposition, a milestone or a booked meeting is promised in this time after contact, after the last step of the cadence, and without a cadence after the first touch. */
                        decideWithin?: string | {
                            /**
                             * Format: duration
                             * @description The time to decide, in the policy’s time: working or elapsed.
                             */
                            within: string;
                            /** @description So many booked meetings are a next step, each with the whole time again; 3 by default. */
                            meetings?: number;
                            /** @description What happens when the owner misses it, until a milestone is reached, a meeting is booked, or the lead is closed; they are reminded at once by default. */
                            onMiss?: {
                                /**
                                 * Format: durationOrZero
                                 * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                                 */
                                after: string;
                                /**
                                 * @description Remind its owner, give the lead to somebody else, or tell somebody.
                                 * @enum {string}
                                 */
                                do: "remind" | "reassign" | "escalate";
                                /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                                to?: "manager" | "managersManager" | "queueOwner" | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that rep.
                                     */
                                    repId: string;
                                } | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that team.
                                     */
                                    teamId: string;
                                };
                                /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                                repeat?: {
                                    /**
                                     * Format: duration
                                     * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                     */
                                    every: string;
                                    /** @description How often they are told again, after the first time. */
                                    times: number;
                                };
                            }[];
                        };
                        /** @description When a lead is closed by itself, because nobody can be reached, where the mode is `enforce`: with the last of so many attempts, of which each channel that the lead gave and allows has had one, or has turned out to be none. */
                        unreachable?: {
                            /** @description Attempts without contact: outbound, by people, in the present cycle. */
                            attempts: number;
                            /**
                             * Format: durationOrZero
                             * @description At least so long from the first of them to the last, in the policy’s time: working or elapsed.
                             */
                            over: string;
                            /** @description On so many days, in the time zone of the owner; one by default. */
                            distinctDays?: number;
                            /**
                             * Format: duration
                             * @description Attempts of a kind that follow each other sooner are one; elapsed time, whatever the policy’s is.
                             */
                            minGap?: string;
                            /**
                             * @description Whether automated e-mails are attempts as well.
                             * @default false
                             */
                            automatedEmail?: boolean;
                            /** @description With which reason it is moved out. */
                            then: {
                                /**
                                 * @description How the lead is closed.
                                 * @enum {string}
                                 */
                                category: "nurture" | "recycle" | "suppress" | "lost";
                                /** @description The `code` of a reason of that category that requires nothing. */
                                reason: string;
                            };
                        };
                        /**
                         * Condition
                         * @description All its clocks stand still while the lead is like this, the company’s too: a condition as in `when`. Changed with `PATCH /v1/leads/{id}`, a lead comes under it, or is free of it.
                         */
                        pauseWhile?: unknown;
                        /** @description What a rep may pause of a lead by hand, in a cycle (`POST /v1/leads/{id}/pause`); without it there is no limit. Managers and admins may go beyond it. */
                        pauses?: {
                            /**
                             * Format: duration
                             * @description So long in all, elapsed time, whatever the policy’s is; as long as they like by default.
                             */
                            most?: string;
                            /** @description So often; as often as they like by default. */
                            times?: number;
                        };
                        /**
                         * @description So often a lead comes back from recycling; recycled once more, it stays closed.
                         * @default 2
                         */
                        maxRecycles?: number;
                    };
                    /** @description Several, in the order in which they are asked: a lead gets the first that matches. */
                    policies?: {
                        /** @description What it is called; no two policies have one name, without case. */
                        name?: string;
                        /**
                         * @description `enforce` does all it says, `notify` only tells people, `measure` only records what would have happened.
                         * @default enforce
                         * @enum {string}
                         */
                        mode?: "enforce" | "notify" | "measure";
                        /**
                         * Condition
                         * @description A condition about a lead: `{ field, op, value }`, or `{ all: […] }`, `{ any: […] }`, `{ not: … }` of conditions, at most 20 levels and 500 conditions; `{}` matches always. Operators: eq, ne, in, notIn, lt, lte, gt, gte, contains, startsWith, endsWith (at most 200 characters), exists, missing, matches (a regular expression of at most 200 characters, found anywhere in the first 1,000 of the text; those of all rules may come to 7,500 instructions, those of all policies to 2,500). Text compares without case and has no order. A missing value satisfies only missing, ne and notIn. Fields begin with source, channel, campaign, form, landingPage, contact, company, attributes, clickIds, consent, test, receivedAt. attributes.* have no declared type: a comparison with another type is false.
                         * @default {}
                         */
                        when?: unknown;
                        /**
                         * @description Whether its durations count only while the calendar is open, or always.
                         * @default working
                         * @enum {string}
                         */
                        time?: "working" | "elapsed";
                        /**
                         * @description "owner", "pool" or { "calendarId" }
                         * @default owner
                         */
                        calendar?: "owner" | "pool" | {
                            /**
                             * Format: uuid
                             * @description The `id` of that calendar.
                             */
                            calendarId: string;
                        };
                        /**
                         * Format: durationOrZero
                         * @description What the owner has left at least where a change (of a calendar, an absence, a rep, the policy itself) would make a clock due, in the policy’s time: working or elapsed. They are told.
                         * @default PT15M
                         */
                        grace?: string;
                        /**
                         * @description Whether the time of a first touch and of a step of the cadence counts only while the lead may be contacted, too, by the `contactHours` of the settings in its own local time: in any of the ways that keep the promise, that it has given an address for and has not forbidden. `afterHours` is for leads that are assigned outside of it. With `time: "elapsed"` it counts in the hours of the lead alone.
                         * @default false
                         */
                        leadHours?: boolean;
                        /** @description The promise of a first touch. */
                        firstTouch: {
                            /**
                             * Format: duration
                             * @description What every owner promises, from the assignment, in the policy’s time: working or elapsed.
                             */
                            within: string;
                            /**
                             * Format: duration
                             * @description In place of `within` where the lead is assigned outside working hours, in the policy’s time: working or elapsed.
                             */
                            afterHours?: string;
                            /**
                             * Format: duration
                             * @description What the company promises, from receipt, in the policy’s time: working or elapsed. Without it that is only measured.
                             */
                            leadWithin?: string;
                            /**
                             * @description "pool" or { "calendarId" }
                             * @default pool
                             */
                            leadCalendar?: "pool" | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that calendar.
                                 */
                                calendarId: string;
                            };
                            /**
                             * @description Whether the lead’s own clock counts from `receivedAt` or from `submittedAt`.
                             * @default received
                             * @enum {string}
                             */
                            startFrom?: "received" | "submitted";
                            /**
                             * @description What keeps the promise: a touch that is like one of these. Automated ones never do.
                             * @default [
                             *       {
                             *         "direction": "outbound"
                             *       }
                             *     ]
                             */
                            counts?: {
                                /**
                                 * @description Of this kind alone; any but `other` by default.
                                 * @enum {string}
                                 */
                                kind?: "call" | "email" | "sms" | "chat" | "meeting" | "other";
                                /**
                                 * @description Whether the rep turned to the lead or the lead to the rep.
                                 * @default outbound
                                 * @enum {string}
                                 */
                                direction?: "outbound" | "inbound";
                                /** @description That took at least so many seconds. */
                                minSeconds?: number;
                                /** @description With one of these outcomes. By default any but `bounced`, `wrongNumber`, `cancelled` and `noShow`, which count only where they are named. */
                                outcomes?: ("connected" | "replied" | "noAnswer" | "voicemail" | "sent" | "bounced" | "wrongNumber" | "booked" | "held" | "noShow" | "cancelled")[];
                            }[];
                            /**
                             * @description Whose touch counts.
                             * @default anyone
                             * @enum {string}
                             */
                            by?: "anyone" | "owner";
                            /**
                             * @description When the owner is warned: shares of the time allowed, as fractions below 1 or as percent from 1 to 99.
                             * @default []
                             */
                            warnAt?: number[];
                            /**
                             * @description What happens when an owner misses it, until somebody touches the lead or it is closed.
                             * @default [
                             *       {
                             *         "after": "PT0S",
                             *         "do": "reassign"
                             *       },
                             *       {
                             *         "after": "PT15M",
                             *         "do": "escalate",
                             *         "to": "manager"
                             *       }
                             *     ]
                             */
                            onBreach?: {
                                /**
                                 * Format: durationOrZero
                                 * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                                 */
                                after: string;
                                /**
                                 * @description Give the lead to somebody else, or tell somebody.
                                 * @enum {string}
                                 */
                                do: "reassign" | "escalate";
                                /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                                to?: "manager" | "managersManager" | "queueOwner" | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that rep.
                                     */
                                    repId: string;
                                } | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that team.
                                     */
                                    teamId: string;
                                };
                                /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                                repeat?: {
                                    /**
                                     * Format: duration
                                     * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                     */
                                    every: string;
                                    /** @description How often they are told again, after the first time. */
                                    times: number;
                                };
                            }[];
                            /**
                             * @description What happens when the company misses `leadWithin`.
                             * @default []
                             */
                            onLeadBreach?: {
                                /**
                                 * Format: durationOrZero
                                 * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                                 */
                                after: string;
                                /**
                                 * @description Give the lead to somebody else, or tell somebody.
                                 * @enum {string}
                                 */
                                do: "reassign" | "escalate";
                                /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                                to?: "manager" | "managersManager" | "queueOwner" | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that rep.
                                     */
                                    repId: string;
                                } | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that team.
                                     */
                                    teamId: string;
                                };
                                /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                                repeat?: {
                                    /**
                                     * Format: duration
                                     * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                     */
                                    every: string;
                                    /** @description How often they are told again, after the first time. */
                                    times: number;
                                };
                            }[];
                            /**
                             * @description So often it is moved in a cycle; then the last owner keeps it.
                             * @default 3
                             */
                            maxReassignments?: number;
                            /**
                             * @description What becomes of a lead that a miss moved, when its owner of then turns out to have touched it in time. `return`: they get it back, unless they are away, the new owner has worked on it too, or it has been moved otherwise since.
                             * @default stay
                             * @enum {string}
                             */
                            onCorrection?: "stay" | "return";
                            /**
                             * Format: duration
                             * @description So much later a miss moves the lead where its owner has said that they know of it (`POST /v1/leads/{id}/acknowledge`), in the policy’s time: working or elapsed. Without it nobody can hold a move.
                             */
                            acknowledge?: string;
                        };
                        /** @description The cadence between the first touch and contact. A new owner takes over where it stands, with a window that is open at once where it was. */
                        followUp?: {
                            /** @description What is done, one after the other. */
                            steps: {
                                /** @description An outbound touch of one of these kinds keeps it, inside the window or before. */
                                kinds: ("call" | "email" | "sms" | "chat" | "meeting" | "other")[];
                                /**
                                 * Format: durationOrZero
                                 * @description When the window opens: so long after the first touch, or after the step before was kept or missed, in the policy’s time: working or elapsed.
                                 */
                                after: string;
                                /**
                                 * Format: duration
                                 * @description How long the window is open, in the policy’s time, working or elapsed: at its end the step is missed.
                                 */
                                within: string;
                            }[];
                            /**
                             * @description Outcomes that are contact, whoever turned to whom: they end the cadence.
                             * @default [
                             *       "connected",
                             *       "replied",
                             *       "booked",
                             *       "held"
                             *     ]
                             */
                            stopOn?: ("connected" | "replied" | "booked" | "held")[];
                            /**
                             * @description What happens when the owner misses it, until somebody touches the lead or it is closed; they are reminded at once by default.
                             * @default [
                             *       {
                             *         "after": "PT0S",
                             *         "do": "remind"
                             *       }
                             *     ]
                             */
                            onMiss?: {
                                /**
                                 * Format: durationOrZero
                                 * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                                 */
                                after: string;
                                /**
                                 * @description Remind its owner, give the lead to somebody else, or tell somebody.
                                 * @enum {string}
                                 */
                                do: "remind" | "reassign" | "escalate";
                                /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                                to?: "manager" | "managersManager" | "queueOwner" | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that rep.
                                     */
                                    repId: string;
                                } | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that team.
                                     */
                                    teamId: string;
                                };
                                /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                                repeat?: {
                                    /**
                                     * Format: duration
                                     * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                     */
                                    every: string;
                                    /** @description How often they are told again, after the first time. */
                                    times: number;
                                };
                            }[];
                        };
                        /** @description A duration such as P5D, or an object with `within`, `meetings` and `onMiss`. A disposition, a milestone or a booked meeting is promised in this time after contact, after the last step of the cadence, and without a cadence after the first touch. */
                        decideWithin?: string | {
                            /**
                             * Format: duration
                             * @description The time to decide, in the policy’s time: working or elapsed.
                             */
                            within: string;
                            /** @description So many booked meetings are a next step, each with the whole time again; 3 by default. */
                            meetings?: number;
                            /** @description What happens when the owner misses it, until a milestone is reached, a meeting is booked, or the lead is closed; they are reminded at once by default. */
                            onMiss?: {
                                /**
                                 * Format: durationOrZero
                                 * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                                 */
                                after: string;
                                /**
                                 * @description Remind its owner, give the lead to somebody else, or tell somebody.
                                 * @enum {string}
                                 */
                                do: "remind" | "reassign" | "escalate";
                                /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                                to?: "manager" | "managersManager" | "queueOwner" | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that rep.
                                     */
                                    repId: string;
                                } | {
                                    /**
                                     * Format: uuid
                                     * @description The `id` of that team.
                                     */
                                    teamId: string;
                                };
                                /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                                repeat?: {
                                    /**
                                     * Format: duration
                                     * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                     */
                                    every: string;
                                    /** @description How often they are told again, after the first time. */
                                    times: number;
                                };
                            }[];
                        };
                        /** @description When a lead is closed by itself, because nobody can be reached, where the mode is `enforce`: with the last of so many attempts, of which each channel that the lead gave and allows has had one, or has turned out to be none. */
                        unreachable?: {
                            /** @description Attempts without contact: outbound, by people, in the present cycle. */
                            attempts: number;
                            /**
                             * Format: durationOrZero
                             * @description At least so long from the first of them to the last, in the policy’s time: working or elapsed.
                             */
                            over: string;
                            /** @description On so many days, in the time zone of the owner; one by default. */
                            distinctDays?: number;
                            /**
                             * Format: duration
                             * @description Attempts of a kind that follow each other sooner are one; elapsed time, whatever the policy’s is.
                             */
                            minGap?: string;
                            /**
                             * @description Whether automated e-mails are attempts as well.
                             * @default false
                             */
                            automatedEmail?: boolean;
                            /** @description With which reason it is moved out. */
                            then: {
                                /**
                                 * @description How the lead is closed.
                                 * @enum {string}
                                 */
                                category: "nurture" | "recycle" | "suppress" | "lost";
                                /** @description The `code` of a reason of that category that requires nothing. */
                                reason: string;
                            };
                        };
                        /**
                         * Condition
                         * @description All its clocks stand still while the lead is like this, the company’s too: a condition as in `when`. Changed with `PATCH /v1/leads/{id}`, a lead comes under it, or is free of it.
                         */
                        pauseWhile?: unknown;
                        /** @description What a rep may pause of a lead by hand, in a cycle (`POST /v1/leads/{id}/pause`); without it there is no limit. Managers and admins may go beyond it. */
                        pauses?: {
                            /**
                             * Format: duration
                             * @description So long in all, elapsed time, whatever the policy’s is; as long as they like by default.
                             */
                            most?: string;
                            /** @description So often; as often as they like by default. */
                            times?: number;
                        };
                        /**
                         * @description So often a lead comes back from recycling; recycled once more, it stays closed.
                         * @default 2
                         */
                        maxRecycles?: number;
                    }[];
                    /**
                     * Format: date-time
                     * @description Leads that came in at this instant or later.
                     */
                    from: string;
                    /**
                     * Format: date-time
                     * @description Leads that came in before this instant.
                     */
                    to: string;
                };
            };
        };
        responses: {
            /** @description The job. */
            202: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    getSlaPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the policy. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole of it. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
        };
    };
    replaceSlaPolicy: {
        parameters: {
            query?: {
                /** @description `true`: nothing is changed. The answer is what it would be, with all clocks that would be due at another time. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the policy. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description As it was read: it has to be the same.
                     */
                    id?: string;
                    /** @description Ignored: it follows from the rest. */
                    warnings?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    replanned?: unknown;
                    /** @description The one that was read: where it is no longer the present one, nothing is done (412). */
                    version?: number;
                    /** @description Ignored: it follows from the rest. */
                    createdAt?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    updatedAt?: unknown;
                    /** @description What it is called; no two policies have one name, without case. */
                    name: string;
                    /**
                     * @description `enforce` does all it says, `notify` only tells people, `measure` only records what would have happened.
                     * @default enforce
                     * @enum {string}
                     */
                    mode?: "enforce" | "notify" | "measure";
                    /**
                     * Condition
                     * @description A condition about a lead: `{ field, op, value }`, or `{ all: […] }`, `{ any: […] }`, `{ not: … }` of conditions, at most 20 levels and 500 conditions; `{}` matches always. Operators: eq, ne, in, notIn, lt, lte, gt, gte, contains, startsWith, endsWith (at most 200 characters), exists, missing, matches (a regular expression of at most 200 characters, found anywhere in the first 1,000 of the text; those of all rules may come to 7,500 instructions, those of all policies to 2,500). Text compares without case and has no order. A missing value satisfies only missing, ne and notIn. Fields begin with source, channel, campaign, form, landingPage, contact, company, attributes, clickIds, consent, test, receivedAt. attributes.* have no declared type: a comparison with another type is false.
                     * @default {}
                     */
                    when?: unknown;
                    /**
                     * @description Whether its durations count only while the calendar is open, or always.
                     * @default working
                     * @enum {string}
                     */
                    time?: "working" | "elapsed";
                    /**
                     * @description "owner", "pool" or { "calendarId" }
                     * @default owner
                     */
                    calendar?: "owner" | "pool" | {
                        /**
                         * Format: uuid
                         * @description The `id` of that calendar.
                         */
                        calendarId: string;
                    };
                    /**
                     * Format: durationOrZero
                     * @description What the owner has left at least where a change (of a calendar, an absence, a rep, the policy itself) would make a clock due, in the policy’s time: working or elapsed. They are told.
                     * @default PT15M
                     */
                    grace?: string;
                    /**
                     * @description Whether the time of a first touch and of a step of the cadence counts only while the lead may be contacted, too, by the `contactHours` of the settings in its own local time: in any of the ways that keep the promise, that it has given an address for and has not forbidden. `afterHours` is for leads that are assigned outside of it. With `time: "elapsed"` it counts in the hours of the lead alone.
                     * @default false
                     */
                    leadHours?: boolean;
                    /** @description The promise of a first touch. */
                    firstTouch: {
                        /**
                         * Format: duration
                         * @description What every owner promises, from the assignment, in the policy’s time: working or elapsed.
                         */
                        within: string;
                        /**
                         * Format: duration
                         * @description In place of `within` where the lead is assigned outside working hours, in the policy’s time: working or elapsed.
                         */
                        afterHours?: string;
                        /**
                         * Format: duration
                         * @description What the company promises, from receipt, in the policy’s time: working or elapsed. Without it that is only measured.
                         */
                        leadWithin?: string;
                        /**
                         * @description "pool" or { "calendarId" }
                         * @default pool
                         */
                        leadCalendar?: "pool" | {
                            /**
                             * Format: uuid
                             * @description The `id` of that calendar.
                             */
                            calendarId: string;
                        };
                        /**
                         * @description Whether the lead’s own clock counts from `receivedAt` or from `submittedAt`.
                         * @default received
                         * @enum {string}
                         */
                        startFrom?: "received" | "submitted";
                        /**
                         * @description What keeps the promise: a touch that is like one of these. Automated ones never do.
                         * @default [
                         *       {
                         *         "direction": "outbound"
                         *       }
                         *     ]
                         */
                        counts?: {
                            /**
                             * @description Of this kind alone; any but `other` by default.
                             * @enum {string}
                             */
                            kind?: "call" | "email" | "sms" | "chat" | "meeting" | "other";
                            /**
                             * @description Whether the rep turned to the lead or the lead to the rep.
                             * @default outbound
                             * @enum {string}
                             */
                            direction?: "outbound" | "inbound";
                            /** @description That took at least so many seconds. */
                            minSeconds?: number;
                            /** @description With one of these outcomes. By default any but `bounced`, `wrongNumber`, `cancelled` and `noShow`, which count only where they are named. */
                            outcomes?: ("connected" | "replied" | "noAnswer" | "voicemail" | "sent" | "bounced" | "wrongNumber" | "booked" | "held" | "noShow" | "cancelled")[];
                        }[];
                        /**
                         * @description Whose touch counts.
                         * @default anyone
                         * @enum {string}
                         */
                        by?: "anyone" | "owner";
                        /**
                         * @description When the owner is warned: shares of the time allowed, as fractions below 1 or as percent from 1 to 99.
                         * @default []
                         */
                        warnAt?: number[];
                        /**
                         * @description What happens when an owner misses it, until somebody touches the lead or it is closed.
                         * @default [
                         *       {
                         *         "after": "PT0S",
                         *         "do": "reassign"
                         *       },
                         *       {
                         *         "after": "PT15M",
                         *         "do": "escalate",
                         *         "to": "manager"
                         *       }
                         *     ]
                         */
                        onBreach?: {
                            /**
                             * Format: durationOrZero
                             * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                             */
                            after: string;
                            /**
                             * @description Give the lead to somebody else, or tell somebody.
                             * @enum {string}
                             */
                            do: "reassign" | "escalate";
                            /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                            to?: "manager" | "managersManager" | "queueOwner" | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that rep.
                                 */
                                repId: string;
                            } | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that team.
                                 */
                                teamId: string;
                            };
                            /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                            repeat?: {
                                /**
                                 * Format: duration
                                 * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                 */
                                every: string;
                                /** @description How often they are told again, after the first time. */
                                times: number;
                            };
                        }[];
                        /**
                         * @description What happens when the company misses `leadWithin`.
                         * @default []
                         */
                        onLeadBreach?: {
                            /**
                             * Format: durationOrZero
                             * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                             */
                            after: string;
                            /**
                             * @description Give the lead to somebody else, or tell somebody.
                             * @enum {string}
                             */
                            do: "reassign" | "escalate";
                            /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                            to?: "manager" | "managersManager" | "queueOwner" | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that rep.
                                 */
                                repId: string;
                            } | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that team.
                                 */
                                teamId: string;
                            };
                            /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                            repeat?: {
                                /**
                                 * Format: duration
                                 * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                 */
                                every: string;
                                /** @description How often they are told again, after the first time. */
                                times: number;
                            };
                        }[];
                        /**
                         * @description So often it is moved in a cycle; then the last owner keeps it.
                         * @default 3
                         */
                        maxReassignments?: number;
                        /**
                         * @description What becomes of a lead that a miss moved, when its owner of then turns out to have touched it in time. `return`: they get it back, unless they are away, the new owner has worked on it too, or it has been moved otherwise since.
                         * @default stay
                         * @enum {string}
                         */
                        onCorrection?: "stay" | "return";
                        /**
                         * Format: duration
                         * @description So much later a miss moves the lead where its owner has said that they know of it (`POST /v1/leads/{id}/acknowledge`), in the policy’s time: working or elapsed. Without it nobody can hold a move.
                         */
                        acknowledge?: string;
                    };
                    /** @description The cadence between the first touch and contact. A new owner takes over where it stands, with a window that is open at once where it was. */
                    followUp?: {
                        /** @description What is done, one after the other. */
                        steps: {
                            /** @description An outbound touch of one of these kinds keeps it, inside the window or before. */
                            kinds: ("call" | "email" | "sms" | "chat" | "meeting" | "other")[];
                            /**
                             * Format: durationOrZero
                             * @description When the window opens: so long after the first touch, or after the step before was kept or missed, in the policy’s time: working or elapsed.
                             */
                            after: string;
                            /**
                             * Format: duration
                             * @description How long the window is open, in the policy’s time, working or elapsed: at its end the step is missed.
                             */
                            within: string;
                        }[];
                        /**
                         * @description Outcomes that are contact, whoever turned to whom: they end the cadence.
                         * @default [
                         *       "connected",
                         *       "replied",
                         *       "booked",
                         *       "held"
                         *     ]
                         */
                        stopOn?: ("connected" | "replied" | "booked" | "held")[];
                        /**
                         * @description What happens when the owner misses it, until somebody touches the lead or it is closed; they are reminded at once by default.
                         * @default [
                         *       {
                         *         "after": "PT0S",
                         *         "do": "remind"
                         *       }
                         *     ]
                         */
                        onMiss?: {
                            /**
                             * Format: durationOrZero
                             * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                             */
                            after: string;
                            /**
                             * @description Remind its owner, give the lead to somebody else, or tell somebody.
                             * @enum {string}
                             */
                            do: "remind" | "reassign" | "escalate";
                            /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                            to?: "manager" | "managersManager" | "queueOwner" | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that rep.
                                 */
                                repId: string;
                            } | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that team.
                                 */
                                teamId: string;
                            };
                            /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                            repeat?: {
                                /**
                                 * Format: duration
                                 * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                 */
                                every: string;
                                /** @description How often they are told again, after the first time. */
                                times: number;
                            };
                        }[];
                    };
                    /** @description A duration such as P5D, or an object with `within`, `meetings` and `onMiss`. A disposition, a milestone or a booked meeting is promised in this time after contact, after the last step of the cadence, and without a cadence after the first touch. */
                    decideWithin?: string | {
                        /**
                         * Format: duration
                         * @description The time to decide, in the policy’s time: working or elapsed.
                         */
                        within: string;
                        /** @description So many booked meetings are a next step, each with the whole time again; 3 by default. */
                        meetings?: number;
                        /** @description What happens when the owner misses it, until a milestone is reached, a meeting is booked, or the lead is closed; they are reminded at once by default. */
                        onMiss?: {
                            /**
                             * Format: durationOrZero
                             * @description Counted from the enforcement of the breach, in the policy’s time: working or elapsed.
                             */
                            after: string;
                            /**
                             * @description Remind its owner, give the lead to somebody else, or tell somebody.
                             * @enum {string}
                             */
                            do: "remind" | "reassign" | "escalate";
                            /** @description "manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default. */
                            to?: "manager" | "managersManager" | "queueOwner" | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that rep.
                                 */
                                repId: string;
                            } | {
                                /**
                                 * Format: uuid
                                 * @description The `id` of that team.
                                 */
                                teamId: string;
                            };
                            /** @description Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions. */
                            repeat?: {
                                /**
                                 * Format: duration
                                 * @description The time from one telling to the next, in the policy’s time: working or elapsed.
                                 */
                                every: string;
                                /** @description How often they are told again, after the first time. */
                                times: number;
                            };
                        }[];
                    };
                    /** @description When a lead is closed by itself, because nobody can be reached, where the mode is `enforce`: with the last of so many attempts, of which each channel that the lead gave and allows has had one, or has turned out to be none. */
                    unreachable?: {
                        /** @description Attempts without contact: outbound, by people, in the present cycle. */
                        attempts: number;
                        /**
                         * Format: durationOrZero
                         * @description At least so long from the first of them to the last, in the policy’s time: working or elapsed.
                         */
                        over: string;
                        /** @description On so many days, in the time zone of the owner; one by default. */
                        distinctDays?: number;
                        /**
                         * Format: duration
                         * @description Attempts of a kind that follow each other sooner are one; elapsed time, whatever the policy’s is.
                         */
                        minGap?: string;
                        /**
                         * @description Whether automated e-mails are attempts as well.
                         * @default false
                         */
                        automatedEmail?: boolean;
                        /** @description With which reason it is moved out. */
                        then: {
                            /**
                             * @description How the lead is closed.
                             * @enum {string}
                             */
                            category: "nurture" | "recycle" | "suppress" | "lost";
                            /** @description The `code` of a reason of that category that requires nothing. */
                            reason: string;
                        };
                    };
                    /**
                     * Condition
                     * @description All its clocks stand still while the lead is like this, the company’s too: a condition as in `when`. Changed with `PATCH /v1/leads/{id}`, a lead comes under it, or is free of it.
                     */
                    pauseWhile?: unknown;
                    /** @description What a rep may pause of a lead by hand, in a cycle (`POST /v1/leads/{id}/pause`); without it there is no limit. Managers and admins may go beyond it. */
                    pauses?: {
                        /**
                         * Format: duration
                         * @description So long in all, elapsed time, whatever the policy’s is; as long as they like by default.
                         */
                        most?: string;
                        /** @description So often; as often as they like by default. */
                        times?: number;
                    };
                    /**
                     * @description So often a lead comes back from recycling; recycled once more, it stays closed.
                     * @default 2
                     */
                    maxRecycles?: number;
                    /**
                     * @description `new`: leads that come from now on, and clocks that run keep their version. `open`: open leads that have an older version of the policy get this one as well, whatever its `when` says of them: what runs is promised by it from its beginning, with the `grace`; what was missed stays missed.
                     * @default new
                     * @enum {string}
                     */
                    applyTo?: "new" | "open";
                };
            };
        };
        responses: {
            /** @description As it is from now on; where nothing differs the version stays. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
        };
    };
    deleteSlaPolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the policy. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listSlaPolicyVersions: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the policy. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who changed what and when, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionPage"];
                };
            };
        };
    };
    listCalendars: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarPage"];
                };
            };
        };
    };
    createCalendar: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is called; no two calendars have one name, without case. */
                    name: string;
                    /** @description An IANA time zone, or "owner": read in the time zone of the rep it is used for. */
                    timeZone: string;
                    /** @description The week. A day that is not given is closed. */
                    hours: {
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        mon?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        tue?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        wed?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        thu?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        fri?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        sat?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        sun?: [
                            string,
                            string
                        ][];
                    };
                    /**
                     * @description Dates that are closed.
                     * @default []
                     */
                    holidays?: string[];
                    /** @description A country or a part of one whose public holidays are closed too: one of `GET /v1/holiday-regions`. */
                    holidayRegion?: string;
                    /**
                     * @description These dates' hours, instead of the week's, holiday or not.
                     * @default {}
                     */
                    overrides?: {
                        [key: string]: [
                            string,
                            string
                        ][];
                    };
                    /**
                     * @description Closed on these dates between these times, whatever the hours say.
                     * @default {}
                     */
                    breaks?: {
                        [key: string]: [
                            string,
                            string
                        ][];
                    };
                };
            };
        };
        responses: {
            /** @description As it is saved. */
            201: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"];
                };
            };
        };
    };
    previewCalendar: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A calendar that need not be saved. */
                    calendar: {
                        /** @description An IANA time zone, or "owner": read in the time zone of the rep it is used for. */
                        timeZone: string;
                        /** @description The week. A day that is not given is closed. */
                        hours: {
                            /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                            mon?: [
                                string,
                                string
                            ][];
                            /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                            tue?: [
                                string,
                                string
                            ][];
                            /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                            wed?: [
                                string,
                                string
                            ][];
                            /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                            thu?: [
                                string,
                                string
                            ][];
                            /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                            fri?: [
                                string,
                                string
                            ][];
                            /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                            sat?: [
                                string,
                                string
                            ][];
                            /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                            sun?: [
                                string,
                                string
                            ][];
                        };
                        /**
                         * @description Dates that are closed.
                         * @default []
                         */
                        holidays?: string[];
                        /** @description A country or a part of one whose public holidays are closed too: one of `GET /v1/holiday-regions`. */
                        holidayRegion?: string;
                        /**
                         * @description These dates' hours, instead of the week's, holiday or not.
                         * @default {}
                         */
                        overrides?: {
                            [key: string]: [
                                string,
                                string
                            ][];
                        };
                        /**
                         * @description Closed on these dates between these times, whatever the hours say.
                         * @default {}
                         */
                        breaks?: {
                            [key: string]: [
                                string,
                                string
                            ][];
                        };
                    };
                    /**
                     * Format: timeZone
                     * @description The zone for a calendar whose own is "owner".
                     */
                    timeZone?: string;
                    /**
                     * @description By when so much working time is over. At most 2000 together with spans.
                     * @default []
                     */
                    deadlines?: {
                        /**
                         * Format: date-time
                         * @description The beginning.
                         */
                        from: string;
                        /**
                         * Format: duration
                         * @description How long, in working time.
                         */
                        within: string;
                        /** @description Time that does not count, from and to. Where it is not working time it takes nothing away. */
                        pauses?: [
                            string,
                            string
                        ][];
                    }[];
                    /**
                     * @description How much working time lies between. At most 2000 together with deadlines.
                     * @default []
                     */
                    spans?: {
                        /**
                         * Format: date-time
                         * @description The beginning.
                         */
                        from: string;
                        /**
                         * Format: date-time
                         * @description The end.
                         */
                        to: string;
                        /** @description Time that does not count, from and to. Where it is not working time it takes nothing away. */
                        pauses?: [
                            string,
                            string
                        ][];
                    }[];
                    /** @description Which dates to show, each with its hours and why it has them. */
                    days?: {
                        /**
                         * Format: date
                         * @description The first date.
                         */
                        from: string;
                        /**
                         * Format: date
                         * @description The last date, included: at most 366 days in all.
                         */
                        to: string;
                    };
                };
            };
        };
        responses: {
            /** @description An answer for each question, in their order. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarPreview"];
                };
            };
        };
    };
    getCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the calendar. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole of it. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"];
                };
            };
        };
    };
    replaceCalendar: {
        parameters: {
            query?: {
                /** @description `true`: nothing is changed. The answer is what it would be, with all clocks that would be due at another time. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the calendar. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description As it was read: it has to be the same.
                     */
                    id?: string;
                    /** @description Ignored: it follows from the rest. */
                    replanned?: unknown;
                    /** @description The one that was read: where it is no longer the present one, nothing is done (412). */
                    version?: number;
                    /** @description Ignored: it follows from the rest. */
                    createdAt?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    updatedAt?: unknown;
                    /** @description What it is called; no two calendars have one name, without case. */
                    name: string;
                    /** @description An IANA time zone, or "owner": read in the time zone of the rep it is used for. */
                    timeZone: string;
                    /** @description The week. A day that is not given is closed. */
                    hours: {
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        mon?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        tue?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        wed?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        thu?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        fri?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        sat?: [
                            string,
                            string
                        ][];
                        /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                        sun?: [
                            string,
                            string
                        ][];
                    };
                    /**
                     * @description Dates that are closed.
                     * @default []
                     */
                    holidays?: string[];
                    /** @description A country or a part of one whose public holidays are closed too: one of `GET /v1/holiday-regions`. */
                    holidayRegion?: string;
                    /**
                     * @description These dates' hours, instead of the week's, holiday or not.
                     * @default {}
                     */
                    overrides?: {
                        [key: string]: [
                            string,
                            string
                        ][];
                    };
                    /**
                     * @description Closed on these dates between these times, whatever the hours say.
                     * @default {}
                     */
                    breaks?: {
                        [key: string]: [
                            string,
                            string
                        ][];
                    };
                };
            };
        };
        responses: {
            /** @description As it is from now on; where nothing differs the version stays. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"];
                };
            };
        };
    };
    deleteCalendar: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the calendar. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    previewSavedCalendar: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the calendar. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: timeZone
                     * @description The zone for a calendar whose own is "owner".
                     */
                    timeZone?: string;
                    /**
                     * @description By when so much working time is over. At most 2000 together with spans.
                     * @default []
                     */
                    deadlines?: {
                        /**
                         * Format: date-time
                         * @description The beginning.
                         */
                        from: string;
                        /**
                         * Format: duration
                         * @description How long, in working time.
                         */
                        within: string;
                        /** @description Time that does not count, from and to. Where it is not working time it takes nothing away. */
                        pauses?: [
                            string,
                            string
                        ][];
                    }[];
                    /**
                     * @description How much working time lies between. At most 2000 together with deadlines.
                     * @default []
                     */
                    spans?: {
                        /**
                         * Format: date-time
                         * @description The beginning.
                         */
                        from: string;
                        /**
                         * Format: date-time
                         * @description The end.
                         */
                        to: string;
                        /** @description Time that does not count, from and to. Where it is not working time it takes nothing away. */
                        pauses?: [
                            string,
                            string
                        ][];
                    }[];
                    /** @description Which dates to show, each with its hours and why it has them. */
                    days?: {
                        /**
                         * Format: date
                         * @description The first date.
                         */
                        from: string;
                        /**
                         * Format: date
                         * @description The last date, included: at most 366 days in all.
                         */
                        to: string;
                    };
                };
            };
        };
        responses: {
            /** @description An answer for each question, in their order. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarPreview"];
                };
            };
        };
    };
    listCalendarDays: {
        parameters: {
            query: {
                /** @description The first date. */
                from: string;
                /** @description The last date, included: at most 366 days in all. */
                to: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the calendar. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every date from the first to the last. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarDayList"];
                };
            };
        };
    };
    listCalendarVersions: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the calendar. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who changed what and when, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionPage"];
                };
            };
        };
    };
    listHolidayRegions: {
        parameters: {
            query?: {
                /** @description That country and its parts alone, by its code or its name. */
                country?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All that were asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HolidayRegionList"];
                };
            };
        };
    };
    listDispositionReasons: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReasonPage"];
                };
            };
        };
    };
    createDispositionReason: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description lower-case letters, digits and underscores, such as no_budget_now */
                    code: string;
                    /**
                     * @description What becomes of a lead that is closed with it.
                     * @enum {string}
                     */
                    category: "nurture" | "recycle" | "suppress" | "lost";
                    /** @description What it is called, for people. */
                    label: string;
                    /**
                     * @description What it is called in other languages, by their tags: `{ "de": "Kein Budget", "pt-BR": "Sem verba" }`.
                     * @default {}
                     */
                    labels?: {
                        [key: string]: string;
                    };
                    /**
                     * @description Where it stands among the others when people choose: the smallest first, of equal ones the oldest.
                     * @default 100
                     */
                    order?: number;
                    /**
                     * @description What has to come with it: wakeAt, amount, competitor, note, recycleAfter, or any name. What nurtures always requires wakeAt, named here or not.
                     * @default []
                     */
                    requires?: string[];
                    /**
                     * @description How what it requires is written, by its name; text where nothing is said.
                     * @default {}
                     */
                    fieldTypes?: {
                        [key: string]: {
                            /**
                             * @description How it is written, as a text: `amount` is a decimal number, `choice` one of `values`.
                             * @enum {string}
                             */
                            type: "text" | "amount" | "integer" | "date" | "instant" | "boolean" | "choice";
                            /** @description Of a choice: what there is to choose from. */
                            values?: string[];
                        };
                    };
                    /**
                     * @description What an ad platform may be told.
                     * @enum {string}
                     */
                    intent: "neverExisted" | "notAProspect" | "duplicate" | "stop" | "realButNotNow" | "realButLost" | "notAFit";
                    /**
                     * @description Of what suppresses: by what of the person, or of their company, later leads are stored and closed at once. `contact` is the address and the number, `domain` that of the address and of the company, `bad` the one of `email` and `phone` that `fields.bad` names; where it names none, the only one that the lead has, and nothing where it has both. A number or an address that several other people share, and the domain of a mail provider, are not blocked.
                     * @default none
                     * @enum {string}
                     */
                    blocks?: "none" | "email" | "phone" | "contact" | "domain" | "bad";
                    /**
                     * Format: duration
                     * @description For how long it blocks, in elapsed time; for good by default, and for as long as the settings say (`repBlocksFor`) where a rep closes with it.
                     */
                    blockFor?: string;
                    /**
                     * @description Whether the owner of the queue is told of each lead that is closed because of it.
                     * @default false
                     */
                    review?: boolean;
                    /**
                     * @description Of what is lost: whether the person brings it back by asking again, as what is nurtured or recycled always comes back. Without effect on other categories.
                     * @default true
                     */
                    reopens?: boolean;
                    /** @description How often somebody has to have tried before a rep or a manager may give it; programs may always. */
                    proof?: {
                        /** @description So many outbound touches by people, in the present cycle. */
                        attempts: number;
                        /**
                         * Format: duration
                         * @description So long at least from the first to the last, in elapsed time.
                         */
                        over?: string;
                    };
                    /**
                     * @description Whether leads can still be closed with it. A policy that names it already goes on doing so.
                     * @default true
                     */
                    active?: boolean;
                };
            };
        };
        responses: {
            /** @description As it is saved. */
            201: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reason"];
                };
            };
        };
    };
    getDispositionReason: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the reason. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole of it. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reason"];
                };
            };
        };
    };
    replaceDispositionReason: {
        parameters: {
            query?: {
                /** @description `true`: nothing is changed. The answer is what it would be, with all clocks that would be due at another time. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the reason. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description As it was read: it has to be the same.
                     */
                    id?: string;
                    /** @description The one that was read: where it is no longer the present one, nothing is done (412). */
                    version?: number;
                    /** @description Ignored: it follows from the rest. */
                    createdAt?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    updatedAt?: unknown;
                    /** @description lower-case letters, digits and underscores, such as no_budget_now */
                    code: string;
                    /**
                     * @description What becomes of a lead that is closed with it.
                     * @enum {string}
                     */
                    category: "nurture" | "recycle" | "suppress" | "lost";
                    /** @description What it is called, for people. */
                    label: string;
                    /**
                     * @description What it is called in other languages, by their tags: `{ "de": "Kein Budget", "pt-BR": "Sem verba" }`.
                     * @default {}
                     */
                    labels?: {
                        [key: string]: string;
                    };
                    /**
                     * @description Where it stands among the others when people choose: the smallest first, of equal ones the oldest.
                     * @default 100
                     */
                    order?: number;
                    /**
                     * @description What has to come with it: wakeAt, amount, competitor, note, recycleAfter, or any name. What nurtures always requires wakeAt, named here or not.
                     * @default []
                     */
                    requires?: string[];
                    /**
                     * @description How what it requires is written, by its name; text where nothing is said.
                     * @default {}
                     */
                    fieldTypes?: {
                        [key: string]: {
                            /**
                             * @description How it is written, as a text: `amount` is a decimal number, `choice` one of `values`.
                             * @enum {string}
                             */
                            type: "text" | "amount" | "integer" | "date" | "instant" | "boolean" | "choice";
                            /** @description Of a choice: what there is to choose from. */
                            values?: string[];
                        };
                    };
                    /**
                     * @description What an ad platform may be told.
                     * @enum {string}
                     */
                    intent: "neverExisted" | "notAProspect" | "duplicate" | "stop" | "realButNotNow" | "realButLost" | "notAFit";
                    /**
                     * @description Of what suppresses: by what of the person, or of their company, later leads are stored and closed at once. `contact` is the address and the number, `domain` that of the address and of the company, `bad` the one of `email` and `phone` that `fields.bad` names; where it names none, the only one that the lead has, and nothing where it has both. A number or an address that several other people share, and the domain of a mail provider, are not blocked.
                     * @default none
                     * @enum {string}
                     */
                    blocks?: "none" | "email" | "phone" | "contact" | "domain" | "bad";
                    /**
                     * Format: duration
                     * @description For how long it blocks, in elapsed time; for good by default, and for as long as the settings say (`repBlocksFor`) where a rep closes with it.
                     */
                    blockFor?: string;
                    /**
                     * @description Whether the owner of the queue is told of each lead that is closed because of it.
                     * @default false
                     */
                    review?: boolean;
                    /**
                     * @description Of what is lost: whether the person brings it back by asking again, as what is nurtured or recycled always comes back. Without effect on other categories.
                     * @default true
                     */
                    reopens?: boolean;
                    /** @description How often somebody has to have tried before a rep or a manager may give it; programs may always. */
                    proof?: {
                        /** @description So many outbound touches by people, in the present cycle. */
                        attempts: number;
                        /**
                         * Format: duration
                         * @description So long at least from the first to the last, in elapsed time.
                         */
                        over?: string;
                    };
                    /**
                     * @description Whether leads can still be closed with it. A policy that names it already goes on doing so.
                     * @default true
                     */
                    active?: boolean;
                };
            };
        };
        responses: {
            /** @description As it is from now on; where nothing differs the version stays. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reason"];
                };
            };
        };
    };
    deleteDispositionReason: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the reason. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listDispositionReasonVersions: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the reason. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who changed what and when, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionPage"];
                };
            };
        };
    };
    listSuppressions: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
                /** @description An e-mail address, without case. */
                email?: string;
                /** @description A number; without its country it is read in the default country of the settings. */
                phone?: string;
                /** @description That of addresses and companies, such as example.com. None at which everybody can have an address. */
                domain?: string;
                /** @description Only those that hold now. */
                inForce?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuppressionPage"];
                };
            };
        };
    };
    createSuppression: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An e-mail address, without case. */
                    email?: string;
                    /** @description A number; without its country it is read in the default country of the settings. */
                    phone?: string;
                    /** @description That of addresses and companies, such as example.com. None at which everybody can have an address. */
                    domain?: string;
                    /**
                     * Format: date-time
                     * @description When leads are let in again: in the future. For good by default.
                     */
                    until?: string;
                    /** @description The code of a reason of the category suppress, with which later leads are closed. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The suppression, which holds from now on. */
            201: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suppression"];
                };
            };
        };
    };
    deleteSuppression: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the suppression. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why, in words of your own. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Lifted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiftedSuppression"];
                };
            };
        };
    };
    listErasures: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureSummaryPage"];
                };
            };
        };
    };
    erasePerson: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An e-mail address; compared without case. */
                    email?: string;
                    /** @description A number; without its country it is read in the default country of the settings. */
                    phone?: string;
                    /**
                     * Format: uuid
                     * @description One lead, and no other of that person: where it has no address.
                     */
                    leadId?: string;
                    /** @description Why, such as the number of a request. It is kept for good, so no address is taken in it. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The certificate. It does not say who it was. */
            201: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
        };
    };
    getErasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the erasure. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The certificate. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
        };
    };
    readAllOfPerson: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
                /** @description An e-mail address; compared without case. */
                email?: string;
                /** @description A number; without its country it is read in the default country of the settings. */
                phone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is held; no leads where that is nothing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubjectAccess"];
                };
            };
        };
    };
    listFeedbackDestinations: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackDestinationPage"];
                };
            };
        };
    };
    createFeedbackDestination: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is called, for people. */
                    name: string;
                    /**
                     * @description Who is told. It stays what it is.
                     * @enum {string}
                     */
                    platform: "googleAds" | "meta" | "linkedin" | "microsoft" | "tiktok" | "generic";
                    /** @description The account, and how it is told: the fields depend on the platform, and stand under *What each platform is told by* on the page on the API. */
                    settings: {
                        [key: string]: unknown;
                    };
                    /** @description Of which sources it is told, compared without case. Without it, of every lead by which the platform can know it. */
                    sources?: string[];
                    /**
                     * Format: date-time
                     * @description It is told of what happens from then on; by default from when it is made. It stays what it is.
                     */
                    startAt?: string;
                    /**
                     * @description `shadow`: everything is worked out and can be looked at, nothing is handed out, and what was due counts as told.
                     * @default live
                     * @enum {string}
                     */
                    mode?: "live" | "shadow";
                    /**
                     * @description `tag`: a tag on the website counts new leads; only what becomes of them is told, by the `transactionId` or `eventId` of the lead.
                     * @default touchline
                     * @enum {string}
                     */
                    leadCountedBy?: "touchline" | "tag";
                    /**
                     * @description What is told of what. Of several that a disposition fits the first that sends an event does; what changes or takes back applies together.
                     * @default []
                     */
                    rules?: {
                        /** @description What happened: { "milestone" }, or { "intent" | "category", "reason"? } of a disposition. */
                        on: {
                            /**
                             * @description A lead that has come so far; `received` is the new lead.
                             * @enum {string}
                             */
                            milestone: "received" | "qualified" | "opportunity" | "won";
                        } | {
                            /**
                             * @description A lead that is closed with a reason of this intent.
                             * @enum {string}
                             */
                            intent: "neverExisted" | "notAProspect" | "duplicate" | "stop" | "realButNotNow" | "realButLost" | "notAFit";
                            /** @description This reason alone, by its code. */
                            reason?: string;
                        } | {
                            /**
                             * @description A lead that is closed so.
                             * @enum {string}
                             */
                            category: "nurture" | "recycle" | "suppress" | "lost";
                            /** @description This reason alone, by its code. */
                            reason?: string;
                        };
                        /** @description What the platform is told: the fields of its platform, which stand there too, and `value`; or `{ "retract": milestone }`, or `{ "restate": milestone, "value" }`. */
                        send: {
                            [key: string]: unknown;
                        };
                    }[];
                    /**
                     * Format: durationOrZero
                     * @description So long, in elapsed time, a platform that takes nothing back is not told of a new lead; `PT0S` for not at all, `P5D` at most.
                     * @default PT24H
                     */
                    quarantine?: string;
                    /**
                     * Format: durationOrZero
                     * @description What takes back, and whatever else follows of a disposition, waits so long in elapsed time. Within a day it can be corrected, and what has been taken back stays so. Where a platform would not take it by then, it leaves a day before the platform’s time is over, or at once.
                     * @default PT24H
                     */
                    retractAfter?: string;
                    /**
                     * @description More are not handed out within 24 hours: the destination stops, and the owner of the queue is told.
                     * @default 500
                     */
                    retractionsPerDay?: number;
                    /** @description The fields by which the platform knows who posts, or null: they depend on the platform, and stand there too. Written and never read: it is kept sealed, and `credentialsSetAt` says since when. Without it they stay as they are; null takes them away. */
                    credentials?: {
                        [key: string]: unknown;
                    } | null;
                    /**
                     * @description Whether requests are posted by the program itself, about once a minute, with these credentials. Else they wait to be fetched.
                     * @default false
                     */
                    push?: boolean;
                };
            };
        };
        responses: {
            /** @description As it is saved. */
            201: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackDestination"];
                };
            };
        };
    };
    getFeedbackDestination: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the destination. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole of it. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackDestination"];
                };
            };
        };
    };
    replaceFeedbackDestination: {
        parameters: {
            query?: {
                /** @description `true`: nothing is changed. The answer is what it would be, with all clocks that would be due at another time. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the destination. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description As it was read: it has to be the same.
                     */
                    id?: string;
                    /** @description Ignored: it follows from the rest. */
                    credentialsSetAt?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    stopped?: unknown;
                    /** @description The one that was read: where it is no longer the present one, nothing is done (412). */
                    version?: number;
                    /** @description Ignored: it follows from the rest. */
                    createdAt?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    updatedAt?: unknown;
                    /** @description What it is called, for people. */
                    name: string;
                    /**
                     * @description Who is told. It stays what it is.
                     * @enum {string}
                     */
                    platform: "googleAds" | "meta" | "linkedin" | "microsoft" | "tiktok" | "generic";
                    /** @description The account, and how it is told: the fields depend on the platform, and stand under *What each platform is told by* on the page on the API. */
                    settings: {
                        [key: string]: unknown;
                    };
                    /** @description Of which sources it is told, compared without case. Without it, of every lead by which the platform can know it. */
                    sources?: string[];
                    /**
                     * Format: date-time
                     * @description It is told of what happens from then on; by default from when it is made. It stays what it is.
                     */
                    startAt?: string;
                    /**
                     * @description `shadow`: everything is worked out and can be looked at, nothing is handed out, and what was due counts as told.
                     * @default live
                     * @enum {string}
                     */
                    mode?: "live" | "shadow";
                    /**
                     * @description `tag`: a tag on the website counts new leads; only what becomes of them is told, by the `transactionId` or `eventId` of the lead.
                     * @default touchline
                     * @enum {string}
                     */
                    leadCountedBy?: "touchline" | "tag";
                    /**
                     * @description What is told of what. Of several that a disposition fits the first that sends an event does; what changes or takes back applies together.
                     * @default []
                     */
                    rules?: {
                        /** @description What happened: { "milestone" }, or { "intent" | "category", "reason"? } of a disposition. */
                        on: {
                            /**
                             * @description A lead that has come so far; `received` is the new lead.
                             * @enum {string}
                             */
                            milestone: "received" | "qualified" | "opportunity" | "won";
                        } | {
                            /**
                             * @description A lead that is closed with a reason of this intent.
                             * @enum {string}
                             */
                            intent: "neverExisted" | "notAProspect" | "duplicate" | "stop" | "realButNotNow" | "realButLost" | "notAFit";
                            /** @description This reason alone, by its code. */
                            reason?: string;
                        } | {
                            /**
                             * @description A lead that is closed so.
                             * @enum {string}
                             */
                            category: "nurture" | "recycle" | "suppress" | "lost";
                            /** @description This reason alone, by its code. */
                            reason?: string;
                        };
                        /** @description What the platform is told: the fields of its platform, which stand there too, and `value`; or `{ "retract": milestone }`, or `{ "restate": milestone, "value" }`. */
                        send: {
                            [key: string]: unknown;
                        };
                    }[];
                    /**
                     * Format: durationOrZero
                     * @description So long, in elapsed time, a platform that takes nothing back is not told of a new lead; `PT0S` for not at all, `P5D` at most.
                     * @default PT24H
                     */
                    quarantine?: string;
                    /**
                     * Format: durationOrZero
                     * @description What takes back, and whatever else follows of a disposition, waits so long in elapsed time. Within a day it can be corrected, and what has been taken back stays so. Where a platform would not take it by then, it leaves a day before the platform’s time is over, or at once.
                     * @default PT24H
                     */
                    retractAfter?: string;
                    /**
                     * @description More are not handed out within 24 hours: the destination stops, and the owner of the queue is told.
                     * @default 500
                     */
                    retractionsPerDay?: number;
                    /** @description The fields by which the platform knows who posts, or null: they depend on the platform, and stand there too. Written and never read: it is kept sealed, and `credentialsSetAt` says since when. Without it they stay as they are; null takes them away. */
                    credentials?: {
                        [key: string]: unknown;
                    } | null;
                    /**
                     * @description Whether requests are posted by the program itself, about once a minute, with these credentials. Else they wait to be fetched.
                     * @default false
                     */
                    push?: boolean;
                };
            };
        };
        responses: {
            /** @description As it is from now on; where nothing differs the version stays. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackDestination"];
                };
            };
        };
    };
    deleteFeedbackDestination: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the destination. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    previewFeedback: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the destination. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description A lead.
                     */
                    leadId: string;
                };
            };
        };
        responses: {
            /** @description What would be told, and what not and why. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackPreview"];
                };
            };
        };
    };
    testFeedback: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the destination. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description letters, digits, - and _: the code that Meta or TikTok shows for test events */
                    testEventCode?: string;
                };
            };
        };
        responses: {
            /** @description What the platform said, or why it was not asked. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackTest"];
                };
            };
        };
    };
    getFeedbackHealth: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the destination. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its numbers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackHealth"];
                };
            };
        };
    };
    stopFeedback: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the destination. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why, in words. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The destination. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackDestination"];
                };
            };
        };
    };
    resumeFeedback: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the destination. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The destination. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackDestination"];
                };
            };
        };
    };
    listFeedbackDestinationVersions: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the destination. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who changed what and when, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionPage"];
                };
            };
        };
    };
    leaseFeedbackBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the destination. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description How many items at most.
                     * @default 2000
                     */
                    limit?: number;
                    /**
                     * @description Bodies to be posted, or a file to be uploaded; by default the one in which the destination is told of conversions.
                     * @enum {string}
                     */
                    format?: "json" | "csv";
                };
            };
        };
        responses: {
            /** @description The batch; without items where nothing is due. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackBatch"];
                };
            };
        };
    };
    listFeedbackItems: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
                /** @description Only those in this state. */
                state?: "pending" | "leased" | "sent" | "accepted" | "failed" | "expired" | "superseded" | "withheld";
                /** @description Only those of this lead. */
                leadId?: string;
                /** @description Only those of this kind. */
                kind?: "conversion" | "stage" | "restate" | "retract";
            };
            header?: never;
            path: {
                /** @description The `id` of the destination. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackItemPage"];
                };
            };
        };
    };
    acknowledgeFeedbackBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the destination. */
                id: string;
                /** @description The `id` of the batch. */
                batchId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description By which the platform finds the request again. */
                    requestId?: string;
                    /**
                     * @description Whether it was posted and taken; if not, all that is not among `failed` is offered again.
                     * @default true
                     */
                    sent?: boolean;
                    /**
                     * @description Those that were not simply taken.
                     * @default []
                     */
                    failed?: {
                        /**
                         * Format: uuid
                         * @description The item.
                         */
                        id: string;
                        /** @description As the platform calls it; `noAnswer` where none came, and `http503` or the like where it said nothing but its status. */
                        code: string;
                        /**
                         * @description What it said.
                         * @default
                         */
                        message?: string;
                        /** @description Whether it is worth another try; by default what the code means on this platform: none where it is not known. */
                        retry?: boolean;
                    }[];
                };
            };
        };
        responses: {
            /** @description What has become of it. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackReported"];
                };
            };
        };
    };
    concludeFeedbackBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the destination. */
                id: string;
                /** @description The `id` of the batch. */
                batchId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description "all" that have not failed, or the ids of those that the platform has accepted.
                     * @default []
                     */
                    accepted?: "all" | string[];
                    /**
                     * @description Those that were not simply taken.
                     * @default []
                     */
                    failed?: {
                        /**
                         * Format: uuid
                         * @description The item.
                         */
                        id: string;
                        /** @description As the platform calls it; `noAnswer` where none came, and `http503` or the like where it said nothing but its status. */
                        code: string;
                        /**
                         * @description What it said.
                         * @default
                         */
                        message?: string;
                        /** @description Whether it is worth another try; by default what the code means on this platform: none where it is not known. */
                        retry?: boolean;
                    }[];
                };
            };
        };
        responses: {
            /** @description What has become of it. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackReported"];
                };
            };
        };
    };
    listHolds: {
        parameters: {
            query?: {
                /** @description Those that are over, the newest first; else those that are on. */
                ended?: boolean;
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldPage"];
                };
            };
        };
    };
    createHold: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description "all", { "source" }, { "poolId" } or { "policyId" }. Which leads.
                     * @default all
                     */
                    scope?: "all" | {
                        /** @description Leads from this source, without case. */
                        source: string;
                    } | {
                        /**
                         * Format: uuid
                         * @description Leads of this pool.
                         */
                        poolId: string;
                    } | {
                        /**
                         * Format: uuid
                         * @description Leads under this policy.
                         */
                        policyId: string;
                    };
                    /**
                     * Format: date-time
                     * @description When it ends by itself: in the future, within a year.
                     */
                    until: string;
                    /** @description Why, in words of your own: the timelines of the leads say it. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The hold, which is on. */
            201: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hold"];
                };
            };
        };
    };
    undoMoves: {
        parameters: {
            query?: {
                /** @description Only says what would be done. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description Moves at this instant or later.
                     */
                    from: string;
                    /**
                     * Format: date-time
                     * @description Moves before this instant.
                     */
                    to: string;
                    /**
                     * @description "all", { "source" }, { "poolId" } or { "policyId" }. Which leads; of a pool also those that the move took to another.
                     * @default all
                     */
                    scope?: "all" | {
                        /** @description Leads from this source, without case. */
                        source: string;
                    } | {
                        /**
                         * Format: uuid
                         * @description Leads of this pool.
                         */
                        poolId: string;
                    } | {
                        /**
                         * Format: uuid
                         * @description Leads under this policy.
                         */
                        policyId: string;
                    };
                };
            };
        };
        responses: {
            /** @description What became of each lead, in the order of their ids. */
            200: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Undo"];
                };
            };
        };
    };
    getHold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the hold. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The hold. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hold"];
                };
            };
        };
    };
    deleteHold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the hold. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPage"];
                };
            };
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the job. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the job. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It runs no longer. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportSpeedToLead: {
        parameters: {
            query?: {
                /** @description Leads received at this instant or later; 30 days before `to` by default. */
                from?: string;
                /** @description Leads received before this instant; now by default. */
                to?: string;
                /** @description In which days and hours are read; that of the settings by default. */
                timeZone?: string;
                /** @description A row for each value of one or two of these, separated by a comma: source, channel, campaign, rep, team, pool, policy, day, week, weekday, hour. Without it there is one row. */
                by?: string;
                /** @description Whether it is about test leads; else those are left out. */
                test?: boolean;
                /** @description Whether a lead that came back (woken, recycled, reopened) counts once more, from when it did. Else it counts as it came in. */
                cycles?: "first" | "all";
                /** @description What answers a lead: the first touch that counts by its policy, or the first that reached somebody. */
                until?: "attempt" | "contact";
                /** @description Whether each row has how many were answered in which time. */
                histogram?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A row for each value, and the total. */
            200: {
                headers: {
                    /** @description The form depends on `Accept`. */
                    Vary?: "accept";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpeedToLeadReport"];
                    "text/csv": string;
                };
            };
        };
    };
    reportBreaches: {
        parameters: {
            query?: {
                /** @description Leads received at this instant or later; 30 days before `to` by default. */
                from?: string;
                /** @description Leads received before this instant; now by default. */
                to?: string;
                /** @description In which days and hours are read; that of the settings by default. */
                timeZone?: string;
                /** @description A row for each value of one or two of these, separated by a comma: source, channel, campaign, rep, team, pool, policy, day, week, weekday, hour. Without it there is one row. */
                by?: string;
                /** @description Whether it is about test leads; else those are left out. */
                test?: boolean;
                /** @description Whether a lead that came back (woken, recycled, reopened) counts once more, from when it did. Else it counts as it came in. */
                cycles?: "first" | "all";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A row for each value, and the total. */
            200: {
                headers: {
                    /** @description The form depends on `Accept`. */
                    Vary?: "accept";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BreachReport"];
                    "text/csv": string;
                };
            };
        };
    };
    reportReassignments: {
        parameters: {
            query?: {
                /** @description Leads received at this instant or later; 30 days before `to` by default. */
                from?: string;
                /** @description Leads received before this instant; now by default. */
                to?: string;
                /** @description In which days and hours are read; that of the settings by default. */
                timeZone?: string;
                /** @description A row for each value of one or two of these, separated by a comma: source, channel, campaign, rep, team, pool, policy, day, week, weekday, hour. Without it there is one row. */
                by?: string;
                /** @description Whether it is about test leads; else those are left out. */
                test?: boolean;
                /** @description Whether a lead that came back (woken, recycled, reopened) counts once more, from when it did. Else it counts as it came in. */
                cycles?: "first" | "all";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A row for each value, and the total. */
            200: {
                headers: {
                    /** @description The form depends on `Accept`. */
                    Vary?: "accept";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReassignmentReport"];
                    "text/csv": string;
                };
            };
        };
    };
    reportCadence: {
        parameters: {
            query?: {
                /** @description Leads received at this instant or later; 30 days before `to` by default. */
                from?: string;
                /** @description Leads received before this instant; now by default. */
                to?: string;
                /** @description In which days and hours are read; that of the settings by default. */
                timeZone?: string;
                /** @description A row for each value of one or two of these, separated by a comma: source, channel, campaign, rep, team, pool, policy, day, week, weekday, hour. Without it there is one row. */
                by?: string;
                /** @description Whether it is about test leads; else those are left out. */
                test?: boolean;
                /** @description Whether a lead that came back (woken, recycled, reopened) counts once more, from when it did. Else it counts as it came in. */
                cycles?: "first" | "all";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A row for each value, and the total. */
            200: {
                headers: {
                    /** @description The form depends on `Accept`. */
                    Vary?: "accept";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CadenceReport"];
                    "text/csv": string;
                };
            };
        };
    };
    reportAgeing: {
        parameters: {
            query?: {
                /** @description Leads received at this instant or later; 30 days before `to` by default. */
                from?: string;
                /** @description Leads received before this instant; now by default. */
                to?: string;
                /** @description In which days and hours are read; that of the settings by default. */
                timeZone?: string;
                /** @description A row for each value of one or two of these, separated by a comma: source, channel, campaign, rep, team, pool, policy, day, week, weekday, hour. Without it there is one row. */
                by?: string;
                /** @description Whether it is about test leads; else those are left out. */
                test?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A row for each value, and the total. */
            200: {
                headers: {
                    /** @description The form depends on `Accept`. */
                    Vary?: "accept";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgeingReport"];
                    "text/csv": string;
                };
            };
        };
    };
    reportDispositions: {
        parameters: {
            query?: {
                /** @description Leads received at this instant or later; 30 days before `to` by default. */
                from?: string;
                /** @description Leads received before this instant; now by default. */
                to?: string;
                /** @description In which days and hours are read; that of the settings by default. */
                timeZone?: string;
                /** @description A row for each value of one or two of these, separated by a comma: source, channel, campaign, rep, team, pool, policy, day, week, weekday, hour, reason, category, intent. Without it there is one row. */
                by?: string;
                /** @description Whether it is about test leads; else those are left out. */
                test?: boolean;
                /** @description Whether a lead that came back (woken, recycled, reopened) counts once more, from when it did. Else it counts as it came in. */
                cycles?: "first" | "all";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A row for each value, and the total. */
            200: {
                headers: {
                    /** @description The form depends on `Accept`. */
                    Vary?: "accept";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DispositionsReport"];
                    "text/csv": string;
                };
            };
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What holds for the whole organisation. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
        };
    };
    replaceSettings: {
        parameters: {
            query?: {
                /** @description `true`: nothing is changed. The answer is what it would be, with all clocks that would be due at another time. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Ignored: it follows from the rest. */
                    replanned?: unknown;
                    /** @description The one that was read: where it is no longer the present one, nothing is done (412). */
                    version?: number;
                    /** @description Ignored: it follows from the rest. */
                    updatedAt?: unknown;
                    /**
                     * Format: timeZone
                     * @description The IANA time zone of whoever has none of their own.
                     * @default UTC
                     */
                    timeZone?: string;
                    /** @description The ISO 3166-1 code of a country, such as DE. Numbers that name no country are read as numbers of it. */
                    defaultCountry?: string;
                    /**
                     * Format: currency
                     * @description The code of a currency (ISO 4217), such as EUR.
                     * @default EUR
                     */
                    currency?: string;
                    /**
                     * Format: uuid
                     * @description The calendar of whoever has no other. Where it is left out, the present one.
                     */
                    defaultCalendarId?: string;
                    /**
                     * @description How far back a touch or a milestone may be dated, by who reports it.
                     * @default {
                     *       "rep": "PT15M",
                     *       "integration": "P7D"
                     *     }
                     */
                    backdating?: {
                        /**
                         * Format: duration
                         * @description In elapsed time, by a key of a rep or a manager.
                         * @default PT15M
                         */
                        rep?: string;
                        /**
                         * Format: duration
                         * @description In elapsed time, by a program.
                         * @default P7D
                         */
                        integration?: string;
                    };
                    /**
                     * @description { "moves", "per" } or null. When more leads are to move because of a breach, enforcement is held until a person deletes the hold. Null: nothing stops it.
                     * @default {
                     *       "moves": 200,
                     *       "per": "PT10M"
                     *     }
                     */
                    stormBreaker?: {
                        /** @description So many leads may move. */
                        moves: number;
                        /**
                         * Format: duration
                         * @description In so long, elapsed time; a day at most.
                         */
                        per: string;
                    } | null;
                    /**
                     * @description When no touches come any more from a program that reports them: for twice as long as at most in the same hours of three of the last four weeks, in working time. Then reps look idle and are not.
                     * @default {
                     *       "alarm": true,
                     *       "hold": false,
                     *       "after": "PT30M"
                     *     }
                     */
                    silence?: {
                        /**
                         * @description Whether people are told.
                         * @default true
                         */
                        alarm?: boolean;
                        /**
                         * @description Whether enforcement is held until touches have been back for 15 minutes.
                         * @default false
                         */
                        hold?: boolean;
                        /**
                         * Format: duration
                         * @description A shorter silence is none: 15 minutes to a day, in working time of the default calendar.
                         * @default PT30M
                         */
                        after?: string;
                    };
                    /**
                     * @description Who is told, beside the owner of the queue, when something is wrong with all of it.
                     * @default []
                     */
                    alertsTo?: string[];
                    /**
                     * Format: uuid
                     * @description The pool to which test leads go. Without it nobody gets them: they wait, and say why.
                     */
                    testPoolId?: string;
                    /**
                     * @description When leads may be contacted, by kind of touch, in their own local time. A kind that is not named may be used at any time.
                     * @default {}
                     */
                    contactHours?: {
                        /** @description When they may be contacted by call. */
                        call?: {
                            /** @description The week. A day that is not given is closed. */
                            hours: {
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                mon?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                tue?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                wed?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                thu?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                fri?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                sat?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                sun?: [
                                    string,
                                    string
                                ][];
                            };
                            /**
                             * @description Not on public holidays of the country and the region of the lead, where they are known.
                             * @default true
                             */
                            holidays?: boolean;
                        };
                        /** @description When they may be contacted by text message. */
                        sms?: {
                            /** @description The week. A day that is not given is closed. */
                            hours: {
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                mon?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                tue?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                wed?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                thu?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                fri?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                sat?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                sun?: [
                                    string,
                                    string
                                ][];
                            };
                            /**
                             * @description Not on public holidays of the country and the region of the lead, where they are known.
                             * @default true
                             */
                            holidays?: boolean;
                        };
                        /** @description When they may be contacted by e-mail. */
                        email?: {
                            /** @description The week. A day that is not given is closed. */
                            hours: {
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                mon?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                tue?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                wed?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                thu?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                fri?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                sat?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                sun?: [
                                    string,
                                    string
                                ][];
                            };
                            /**
                             * @description Not on public holidays of the country and the region of the lead, where they are known.
                             * @default true
                             */
                            holidays?: boolean;
                        };
                        /** @description When they may be contacted by chat. */
                        chat?: {
                            /** @description The week. A day that is not given is closed. */
                            hours: {
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                mon?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                tue?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                wed?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                thu?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                fri?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                sat?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                sun?: [
                                    string,
                                    string
                                ][];
                            };
                            /**
                             * @description Not on public holidays of the country and the region of the lead, where they are known.
                             * @default true
                             */
                            holidays?: boolean;
                        };
                        /** @description When they may be contacted by meeting. */
                        meeting?: {
                            /** @description The week. A day that is not given is closed. */
                            hours: {
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                mon?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                tue?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                wed?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                thu?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                fri?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                sat?: [
                                    string,
                                    string
                                ][];
                                /** @description Start and end of each interval. "24:00" may end one; an end before its start is on the next day. They may not overlap. */
                                sun?: [
                                    string,
                                    string
                                ][];
                            };
                            /**
                             * @description Not on public holidays of the country and the region of the lead, where they are known.
                             * @default true
                             */
                            holidays?: boolean;
                        };
                    };
                    /**
                     * Format: duration
                     * @description How long later leads of a person are kept out where a rep closed a lead with a reason that blocks, and the reason itself does not say how long (`blockFor`): a day to `P400D`, in elapsed time. What is blocked already stays so for as long as it was.
                     * @default P180D
                     */
                    repBlocksFor?: string;
                };
            };
        };
        responses: {
            /** @description The settings as they are from now on. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
        };
    };
    listSettingsVersions: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who changed what and when, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionPage"];
                };
            };
        };
    };
    getSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is missing, if anything. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Setup"];
                };
            };
        };
    };
    readEvents: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before; absent: from the beginning. */
                after?: string;
                /** @description Events on a page. */
                limit?: number;
                /** @description Types, separated by commas; `sla.*` is all of a kind. Types: lead.received, lead.updated, lead.assigned, lead.queued, lead.reassigned, lead.touched, lead.touchVoided, lead.milestone, lead.milestoneRevalued, lead.milestoneReversed, lead.disposed, lead.corrected, lead.reopened, lead.woken, lead.erased, account.created, account.updated, deal.created, deal.updated, deal.won, deal.lost, deal.reopened, sla.started, sla.warned, sla.breached, sla.met, sla.corrected, sla.escalated, sla.cancelled, sla.replanned, sla.paused, sla.resumed, sla.acknowledged, sla.held, rep.away, rep.back, config.changed, feedback.sent, feedback.expired, suppression.added, suppression.lifted, hold.begun, hold.ended, touches.silent, touches.back, system.heartbeat. */
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventFeed"];
                };
            };
        };
    };
    getEventSchemas: {
        parameters: {
            query?: {
                /** @description Types, separated by commas; `sla.*` is all of a kind. Types: lead.received, lead.updated, lead.assigned, lead.queued, lead.reassigned, lead.touched, lead.touchVoided, lead.milestone, lead.milestoneRevalued, lead.milestoneReversed, lead.disposed, lead.corrected, lead.reopened, lead.woken, lead.erased, account.created, account.updated, deal.created, deal.updated, deal.won, deal.lost, deal.reopened, sla.started, sla.warned, sla.breached, sla.met, sla.corrected, sla.escalated, sla.cancelled, sla.replanned, sla.paused, sla.resumed, sla.acknowledged, sla.held, rep.away, rep.back, config.changed, feedback.sent, feedback.expired, suppression.added, suppression.lifted, hold.begun, hold.ended, touches.silent, touches.back, system.heartbeat. */
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schema. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JsonSchema"];
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description The cursor of an event, or a `nextCursor`: it goes on from there. `Last-Event-ID` comes first; without either it begins now. */
                after?: string;
                /** @description Types, separated by commas; `sla.*` is all of a kind. Types: lead.received, lead.updated, lead.assigned, lead.queued, lead.reassigned, lead.touched, lead.touchVoided, lead.milestone, lead.milestoneRevalued, lead.milestoneReversed, lead.disposed, lead.corrected, lead.reopened, lead.woken, lead.erased, account.created, account.updated, deal.created, deal.updated, deal.won, deal.lost, deal.reopened, sla.started, sla.warned, sla.breached, sla.met, sla.corrected, sla.escalated, sla.cancelled, sla.replanned, sla.paused, sla.resumed, sla.acknowledged, sla.held, rep.away, rep.back, config.changed, feedback.sent, feedback.expired, suppression.added, suppression.lifted, hold.begun, hold.ended, touches.silent, touches.back, system.heartbeat. */
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream that does not end. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookPage"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Where events are posted to: an address of the public network that begins with `https://`, without a user or a fragment. Hosts of one’s own are named by the operator in `PRIVATE_HOSTS`. */
                    url: string;
                    /** @description Of which events it is told. */
                    types: ("lead.*" | "account.*" | "deal.*" | "sla.*" | "rep.*" | "config.*" | "feedback.*" | "suppression.*" | "hold.*" | "touches.*" | "system.*" | "lead.received" | "lead.updated" | "lead.assigned" | "lead.queued" | "lead.reassigned" | "lead.touched" | "lead.touchVoided" | "lead.milestone" | "lead.milestoneRevalued" | "lead.milestoneReversed" | "lead.disposed" | "lead.corrected" | "lead.reopened" | "lead.woken" | "lead.erased" | "account.created" | "account.updated" | "deal.created" | "deal.updated" | "deal.won" | "deal.lost" | "deal.reopened" | "sla.started" | "sla.warned" | "sla.breached" | "sla.met" | "sla.corrected" | "sla.escalated" | "sla.cancelled" | "sla.replanned" | "sla.paused" | "sla.resumed" | "sla.acknowledged" | "sla.held" | "rep.away" | "rep.back" | "config.changed" | "feedback.sent" | "feedback.expired" | "suppression.added" | "suppression.lifted" | "hold.begun" | "hold.ended" | "touches.silent" | "touches.back" | "system.heartbeat")[];
                };
            };
        };
        responses: {
            /** @description The webhook, with its secret only this once. */
            201: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole of it. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    replaceWebhook: {
        parameters: {
            query?: {
                /** @description `true`: nothing is changed. The answer is what it would be, with all clocks that would be due at another time. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description As it was read: it has to be the same.
                     */
                    id?: string;
                    /** @description Ignored: it follows from the rest. */
                    secretSetAt?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    paused?: unknown;
                    /** @description The one that was read: where it is no longer the present one, nothing is done (412). */
                    version?: number;
                    /** @description Ignored: it follows from the rest. */
                    createdAt?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    updatedAt?: unknown;
                    /** @description Where events are posted to: an address of the public network that begins with `https://`, without a user or a fragment. Hosts of one’s own are named by the operator in `PRIVATE_HOSTS`. */
                    url: string;
                    /** @description Of which events it is told. */
                    types: ("lead.*" | "account.*" | "deal.*" | "sla.*" | "rep.*" | "config.*" | "feedback.*" | "suppression.*" | "hold.*" | "touches.*" | "system.*" | "lead.received" | "lead.updated" | "lead.assigned" | "lead.queued" | "lead.reassigned" | "lead.touched" | "lead.touchVoided" | "lead.milestone" | "lead.milestoneRevalued" | "lead.milestoneReversed" | "lead.disposed" | "lead.corrected" | "lead.reopened" | "lead.woken" | "lead.erased" | "account.created" | "account.updated" | "deal.created" | "deal.updated" | "deal.won" | "deal.lost" | "deal.reopened" | "sla.started" | "sla.warned" | "sla.breached" | "sla.met" | "sla.corrected" | "sla.escalated" | "sla.cancelled" | "sla.replanned" | "sla.paused" | "sla.resumed" | "sla.acknowledged" | "sla.held" | "rep.away" | "rep.back" | "config.changed" | "feedback.sent" | "feedback.expired" | "suppression.added" | "suppression.lifted" | "hold.begun" | "hold.ended" | "touches.silent" | "touches.back" | "system.heartbeat")[];
                };
            };
        };
        responses: {
            /** @description As it is from now on; where nothing differs the version stays. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The secret, only this once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotatedSecret"];
                };
            };
        };
    };
    pauseWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description For whoever wonders why it is told nothing. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The webhook. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    resumeWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The webhook. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    replayWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description Events that happened then or later.
                     */
                    from: string;
                    /**
                     * Format: date-time
                     * @description And before then.
                     */
                    to: string;
                    /**
                     * @description Only those that were given up.
                     * @default false
                     */
                    failed?: boolean;
                };
            };
        };
        responses: {
            /** @description How many are sent once more. */
            202: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replayed"];
                };
            };
        };
    };
    listWebhookVersions: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who changed what and when, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionPage"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description Those in this state. */
                state?: "waiting" | "delivered" | "failed" | "withdrawn" | "unsent";
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
        };
    };
    replayDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The `id` of the webhook. */
                id: string;
                /** @description The `id` of the delivery. */
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What is on its way now. */
            202: {
                headers: {
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description By this way. */
                channel?: "webhook" | "email" | "slack" | "teams";
                /** @description To this rep. */
                repId?: string;
                /** @description To this channel. */
                channelId?: string;
                /** @description About this lead. */
                leadId?: string;
                /** @description Those in this state. */
                state?: "waiting" | "delivered" | "failed" | "withdrawn" | "unsent";
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the delivery. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is sent, and every attempt. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeDelivery"];
                };
            };
        };
    };
    listChannels: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelPage"];
                };
            };
        };
    };
    createChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is called; no two channels have one name, without case. */
                    name: string;
                    /**
                     * @description Where it is. It stays what it is.
                     * @enum {string}
                     */
                    kind: "slack" | "teams";
                    /** @description What the kind asks for: of `slack` `channelId`, `botToken` and `signingSecret`, of `teams` `url`. What is secret stays as it is where it is left out of a replacement. */
                    settings: {
                        /** @description Of Slack: the id of the channel, such as C0123456789. The bot has to be a member of it. */
                        channelId?: string;
                        /** @description Of Slack: the token of the bot, which begins with `xoxb-`. Never answered. */
                        botToken?: string;
                        /** @description Of Slack: by what it signs that somebody pressed a button. Sent together with `botToken`, and never answered. */
                        signingSecret?: string;
                        /** @description Of Teams: the address of the workflow "Post to a channel when a webhook request is received". It lets in whoever knows it, and is never answered. */
                        url?: string;
                    };
                    /**
                     * @description The pools it is told about. With neither pools nor teams nothing is posted to it.
                     * @default []
                     */
                    poolIds?: string[];
                    /**
                     * @description The teams it is told about. With neither pools nor teams nothing is posted to it.
                     * @default []
                     */
                    teamIds?: string[];
                };
            };
        };
        responses: {
            /** @description As it is saved. */
            201: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
        };
    };
    getChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the channel. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole of it. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
        };
    };
    replaceChannel: {
        parameters: {
            query?: {
                /** @description `true`: nothing is changed. The answer is what it would be, with all clocks that would be due at another time. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the channel. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description As it was read: it has to be the same.
                     */
                    id?: string;
                    /** @description Ignored: it follows from the rest. */
                    secretsSetAt?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    stopped?: unknown;
                    /** @description The one that was read: where it is no longer the present one, nothing is done (412). */
                    version?: number;
                    /** @description Ignored: it follows from the rest. */
                    createdAt?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    updatedAt?: unknown;
                    /** @description What it is called; no two channels have one name, without case. */
                    name: string;
                    /**
                     * @description Where it is. It stays what it is.
                     * @enum {string}
                     */
                    kind: "slack" | "teams";
                    /** @description What the kind asks for: of `slack` `channelId`, `botToken` and `signingSecret`, of `teams` `url`. What is secret stays as it is where it is left out of a replacement. */
                    settings: {
                        /** @description Of Slack: the id of the channel, such as C0123456789. The bot has to be a member of it. */
                        channelId?: string;
                        /** @description Of Slack: the token of the bot, which begins with `xoxb-`. Never answered. */
                        botToken?: string;
                        /** @description Of Slack: by what it signs that somebody pressed a button. Sent together with `botToken`, and never answered. */
                        signingSecret?: string;
                        /** @description Of Teams: the address of the workflow "Post to a channel when a webhook request is received". It lets in whoever knows it, and is never answered. */
                        url?: string;
                    };
                    /**
                     * @description The pools it is told about. With neither pools nor teams nothing is posted to it.
                     * @default []
                     */
                    poolIds?: string[];
                    /**
                     * @description The teams it is told about. With neither pools nor teams nothing is posted to it.
                     * @default []
                     */
                    teamIds?: string[];
                };
            };
        };
        responses: {
            /** @description As it is from now on; where nothing differs the version stays. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
        };
    };
    deleteChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the channel. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listChannelVersions: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the channel. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who changed what and when, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionPage"];
                };
            };
        };
    };
    listHandoffKinds: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoffKindPage"];
                };
            };
        };
    };
    createHandoffKind: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your choice: sent again with the same body within 24 hours, the request acts no second time and gets its first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is called; no two kinds have one name, without case. */
                    name: string;
                    /** @description When it happens, in one sentence: "When a deal is marked won, …". */
                    moment: string;
                    /** @description What begins it. */
                    start: {
                        /**
                         * @description `deal.won`: when a deal is won; `delivery.completed`: when a program says so of a deal; `renewal.due`: `daysBefore` the last day for notice, or the end of the term where no notice is agreed; `manual`: when somebody begins it, on a deal or an account. Who gives follows from it: the owner of the deal where a deal is won, else the owner of the account, who answers for it until a receiver has accepted.
                         * @enum {string}
                         */
                        on: "deal.won" | "delivery.completed" | "renewal.due" | "manual";
                        /** @description So many days before a renewal is due: asked for there, and there alone. */
                        daysBefore?: number;
                    };
                    /** @description A JSON Schema (draft 2020-12) of an object, of what a page can ask for: `type`, `properties`, `required`, `additionalProperties` (true or false), `items`, bounds, `pattern`, `format` (date, date-time, email, uri, uuid, duration, currency, timeZone, amount), and choices by `enum`, `const` or `oneOf` of `const` with `title`; `$ref` to definitions of its own (`#/$defs/…`). What depends on another field is a condition in `ready`. A `title` is what people call a field; a `title` or `description` that ends with a question mark is what they are asked. `"sensitive": true` hides a field from everybody but the parties. `"role": "billing"` marks the field of the billing arrangement: its fixed `lines` have to add up to the amount of the deal, net of tax. At most 200 fields on 8 levels. The order of fields is that of the form. */
                    form: {
                        [key: string]: unknown;
                    };
                    /**
                     * @description The definition of ready, beyond what the form requires. None of it holds a handoff up once it runs.
                     * @default []
                     */
                    ready?: {
                        /**
                         * ReadyCondition
                         * @description A condition in the language of routing rules. Its fields are those of the form, `form.` and their names with dots between them (of a list of objects their texts, as the list of all of them), and `deal.amount`, `deal.currency`, `deal.term.startsOn`, `deal.term.endsOn`, `deal.term.noticeDays`. Amounts compare as numbers. A value that a field can never have is refused.
                         */
                        when: unknown;
                        /** @description What has to be so, for whoever fills in the form: shown while it is not. */
                        text: string;
                    }[];
                    /** @description Who receives: each with an owner of done. */
                    receivers: {
                        /** @description Who receives, such as Operations or Finance; no two receivers of a kind have one name, without case. */
                        name: string;
                        /**
                         * Format: uuid
                         * @description The team that receives. Somebody in it is active.
                         */
                        teamId: string;
                        /**
                         * Format: uuid
                         * @description Who answers for the outcome, by name: it is done when the checklist is ticked and they have confirmed that it is processed.
                         */
                        ownerOfDoneRepId: string;
                        /** @description The fields of the form (of its first level) that this receiver sees; all of them by default. */
                        sections?: string[];
                        /**
                         * @description What is done before it is done. More than 20 entries are saved with a warning.
                         * @default []
                         */
                        checklist?: {
                            /** @description What has to be done. */
                            text: string;
                            /** @description An address that begins with https:// or http://. Where the procedure stands. */
                            link?: string;
                        }[];
                        /**
                         * Format: duration
                         * @description How soon somebody accepts it, or returns it with what is missing. In working time.
                         */
                        acknowledgeWithin: string;
                        /**
                         * Format: duration
                         * @description How soon it is processed. In working time.
                         */
                        completeWithin: string;
                    }[];
                    /** @description The one path of whatever cannot go its usual way. */
                    escalation: {
                        /**
                         * Format: uuid
                         * @description Who decides, alone.
                         */
                        deciderRepId: string;
                        /**
                         * Format: duration
                         * @description How fast. In working time.
                         */
                        decideWithin: string;
                        /** @description What they have to be told to decide. */
                        needs: string;
                    };
                    /**
                     * @description What is known to go another way now and then.
                     * @default []
                     */
                    exceptions?: {
                        /** @description What happens now and then; no two have one name, without case. */
                        name: string;
                        /**
                         * @description `standardise`: it is handled in the same way each time; `automate`: a program does it; `escalate`: somebody decides each time.
                         * @enum {string}
                         */
                        treatment: "standardise" | "automate" | "escalate";
                    }[];
                    /**
                     * Format: duration
                     * @description How soon the client is told what happens next, by whoever gives. In working time.
                     */
                    clientToldWithin?: string;
                };
            };
        };
        responses: {
            /** @description As it is saved. */
            201: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    /** @description `true` where this is the first answer to this `Idempotency-Key`, given again. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoffKind"];
                };
            };
        };
    };
    listReadyMadeHandoffKinds: {
        parameters: {
            query?: {
                /** @description Only those for this business. */
                business?: "agency" | "consultancy" | "saas";
                /** @description Only those that begin so. */
                on?: "deal.won" | "delivery.completed" | "renewal.due" | "manual";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All that there are. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadyMadeKindList"];
                };
            };
        };
    };
    getHandoffKind: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the handoffKind. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole of it. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoffKind"];
                };
            };
        };
    };
    replaceHandoffKind: {
        parameters: {
            query?: {
                /** @description `true`: nothing is changed. The answer is what it would be, with all clocks that would be due at another time. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the handoffKind. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description As it was read: it has to be the same.
                     */
                    id?: string;
                    /** @description Ignored: it follows from the rest. */
                    warnings?: unknown;
                    /** @description The one that was read: where it is no longer the present one, nothing is done (412). */
                    version?: number;
                    /** @description Ignored: it follows from the rest. */
                    createdAt?: unknown;
                    /** @description Ignored: it follows from the rest. */
                    updatedAt?: unknown;
                    /** @description What it is called; no two kinds have one name, without case. */
                    name: string;
                    /** @description When it happens, in one sentence: "When a deal is marked won, …". */
                    moment: string;
                    /** @description What begins it. */
                    start: {
                        /**
                         * @description `deal.won`: when a deal is won; `delivery.completed`: when a program says so of a deal; `renewal.due`: `daysBefore` the last day for notice, or the end of the term where no notice is agreed; `manual`: when somebody begins it, on a deal or an account. Who gives follows from it: the owner of the deal where a deal is won, else the owner of the account, who answers for it until a receiver has accepted.
                         * @enum {string}
                         */
                        on: "deal.won" | "delivery.completed" | "renewal.due" | "manual";
                        /** @description So many days before a renewal is due: asked for there, and there alone. */
                        daysBefore?: number;
                    };
                    /** @description A JSON Schema (draft 2020-12) of an object, of what a page can ask for: `type`, `properties`, `required`, `additionalProperties` (true or false), `items`, bounds, `pattern`, `format` (date, date-time, email, uri, uuid, duration, currency, timeZone, amount), and choices by `enum`, `const` or `oneOf` of `const` with `title`; `$ref` to definitions of its own (`#/$defs/…`). What depends on another field is a condition in `ready`. A `title` is what people call a field; a `title` or `description` that ends with a question mark is what they are asked. `"sensitive": true` hides a field from everybody but the parties. `"role": "billing"` marks the field of the billing arrangement: its fixed `lines` have to add up to the amount of the deal, net of tax. At most 200 fields on 8 levels. The order of fields is that of the form. */
                    form: {
                        [key: string]: unknown;
                    };
                    /**
                     * @description The definition of ready, beyond what the form requires. None of it holds a handoff up once it runs.
                     * @default []
                     */
                    ready?: {
                        /**
                         * ReadyCondition
                         * @description A condition in the language of routing rules. Its fields are those of the form, `form.` and their names with dots between them (of a list of objects their texts, as the list of all of them), and `deal.amount`, `deal.currency`, `deal.term.startsOn`, `deal.term.endsOn`, `deal.term.noticeDays`. Amounts compare as numbers. A value that a field can never have is refused.
                         */
                        when: unknown;
                        /** @description What has to be so, for whoever fills in the form: shown while it is not. */
                        text: string;
                    }[];
                    /** @description Who receives: each with an owner of done. */
                    receivers: {
                        /** @description Who receives, such as Operations or Finance; no two receivers of a kind have one name, without case. */
                        name: string;
                        /**
                         * Format: uuid
                         * @description The team that receives. Somebody in it is active.
                         */
                        teamId: string;
                        /**
                         * Format: uuid
                         * @description Who answers for the outcome, by name: it is done when the checklist is ticked and they have confirmed that it is processed.
                         */
                        ownerOfDoneRepId: string;
                        /** @description The fields of the form (of its first level) that this receiver sees; all of them by default. */
                        sections?: string[];
                        /**
                         * @description What is done before it is done. More than 20 entries are saved with a warning.
                         * @default []
                         */
                        checklist?: {
                            /** @description What has to be done. */
                            text: string;
                            /** @description An address that begins with https:// or http://. Where the procedure stands. */
                            link?: string;
                        }[];
                        /**
                         * Format: duration
                         * @description How soon somebody accepts it, or returns it with what is missing. In working time.
                         */
                        acknowledgeWithin: string;
                        /**
                         * Format: duration
                         * @description How soon it is processed. In working time.
                         */
                        completeWithin: string;
                    }[];
                    /** @description The one path of whatever cannot go its usual way. */
                    escalation: {
                        /**
                         * Format: uuid
                         * @description Who decides, alone.
                         */
                        deciderRepId: string;
                        /**
                         * Format: duration
                         * @description How fast. In working time.
                         */
                        decideWithin: string;
                        /** @description What they have to be told to decide. */
                        needs: string;
                    };
                    /**
                     * @description What is known to go another way now and then.
                     * @default []
                     */
                    exceptions?: {
                        /** @description What happens now and then; no two have one name, without case. */
                        name: string;
                        /**
                         * @description `standardise`: it is handled in the same way each time; `automate`: a program does it; `escalate`: somebody decides each time.
                         * @enum {string}
                         */
                        treatment: "standardise" | "automate" | "escalate";
                    }[];
                    /**
                     * Format: duration
                     * @description How soon the client is told what happens next, by whoever gives. In working time.
                     */
                    clientToldWithin?: string;
                };
            };
        };
        responses: {
            /** @description As it is from now on; where nothing differs the version stays. */
            200: {
                headers: {
                    /** @description The version that is answered, in quotes, as `If-Match` takes it. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoffKind"];
                };
            };
        };
    };
    deleteHandoffKind: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: where it is no longer the present one, nothing is done (412). */
                "If-Match"?: string;
            };
            path: {
                /** @description The `id` of the handoffKind. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listHandoffKindVersions: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The `id` of the handoffKind. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who changed what and when, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionPage"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the key may do, and whose it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                limit?: number;
                /** @description `nextCursor` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyPage"];
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whose it is, or what for. */
                    name: string;
                    /** @description What it may do; each adds to the others. */
                    scopes: ("admin" | "intake" | "integration" | "rep" | "manager" | "feedback" | "read")[];
                    /**
                     * Format: uuid
                     * @description The rep whose key it is; `rep` and `manager` need one, others have none.
                     */
                    repId?: string;
                    /**
                     * Format: date-time
                     * @description When it ends, in the future; never by default.
                     */
                    expiresAt?: string;
                };
            };
        };
        responses: {
            /** @description The key, only this once. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiKey"];
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the API key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The node answers, and need not be started again. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Live"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The node takes requests. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the text format of Prometheus. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    getProblems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page with a heading for each. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
}
