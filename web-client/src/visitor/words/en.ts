// What a visitor reads, in English.

import type { Key } from './ko.ts';

export const en: Record<Key, string> = {
  'page.title': 'Notes',
  'page.description': 'A place to talk at your own pace.',
  'page.skip': 'Skip to the page',
  'page.exit': 'Leave',
  'page.exit_now': 'Leave this page now',
  'page.exit_more': 'Press Shift {n} more times to leave at once.',
  'page.language': '한국어',
  'page.no_script':
    'This browser cannot chat here because JavaScript is off. You can call the numbers below at any time.',

  'before.heading': 'Whatever it is, someone who has been through it will listen.',
  'before.lead': 'We ask for no name and no phone number. Say only as much as you want to.',
  'before.facts': 'Before you start',
  'before.who': 'A trained peer counsellor answers',
  'before.who_more':
    'A person, not a machine. If you need one, we can bring in a doctor or a lawyer. It is free.',
  'before.kept': 'What you write is locked, and erased after 30 days',
  'before.kept_more':
    'Only your counsellor and a supervisor can see it. You can have it erased at any time. Your network address is not kept.',
  'before.law': 'If a life is in danger, we ask for help',
  'before.law_more':
    'The law makes us report some things, such as someone hurting you badly, or an adult making you do things you do not want. We tell you first.',
  'before.history': 'Your browser may remember this page',
  'before.history_more':
    'Leave takes you to another page at once (on a keyboard: press Shift three times), and what you wrote in this window is gone. It cannot erase your browser’s history: open the history in your browser’s menu and remove this address, or use a private window. A phone call stays in the list of calls, too.',
  'before.listening': 'People listening now: {n}',
  'before.wait': 'If you start now, the wait is about {wait}',
  'before.wait_none': 'You can talk to someone right away',
  'before.wait_unknown': 'There may be a short wait',
  'before.closed': 'Nobody can listen right now',
  'before.closed_until': 'We open again at {time}. If it is urgent, please call a number below.',
  'before.closed_more': 'If it is urgent, please call a number below.',
  'before.name': 'What should we call you?',
  'before.optional': 'optional',
  'before.name_hint': 'A nickname, not your real name.',
  'before.safe': 'Are you somewhere safe right now?',
  'before.safe_yes': 'Yes',
  'before.safe_no': 'No',
  'before.safe_unsure': 'Not sure',
  'before.danger':
    'If you are in danger now, calling 112 is fastest. If you cannot speak, you can text 112.',
  'before.first': 'What would you like to say?',
  'before.later': 'or say it later',
  'before.first_hint': 'Write it however you like',
  'before.start': 'Start talking',
  'before.starting': 'Starting…',
  'before.checking': 'Checking something for a moment. You can go on writing.',
  'before.again': 'I have been here before',

  'return.heading': 'Good to see you again',
  'return.label': 'Your six words for coming back',
  'return.hint': 'Put one space between the words.',
  'return.go': 'Carry on talking',
  'return.going': 'Looking…',
  'return.back': 'Back to the start',
  'return.wrong': 'No conversation matches. Please check the words and their order.',

  'help.heading': 'If you would rather call',
  'help.waiting': 'If waiting is hard',
  'help.list': 'Helplines',

  'wait.heading': 'Someone will be with you soon',
  'wait.heading_nobody': 'Thank you for coming',
  'wait.place': 'in line',
  'wait.place_aloud': 'You are number {n} in the line',
  'wait.about': 'It should take about {wait}.',
  'wait.unknown': 'We do not know yet how long it will take.',
  'wait.kept': 'If you close this page, we keep your place for 10 minutes.',
  'wait.offered': 'A counsellor is opening your conversation',
  'wait.again': 'We are finding another counsellor. Everything you have said so far is still here.',
  'wait.nobody':
    'Nobody is here right now. You are connected as soon as someone is. Or leave a message: your six words show you the answer here.',
  'wait.answered': 'The answer is below. If you want to say more, just wait here.',
  'wait.former': 'We will ask {name} first.',
  'wait.former_away': '{name} is not here right now.',
  'wait.or_letter':
    'Talk to someone who is, or leave a message: your six words show you the answer here.',
  'wait.breathe': 'Try breathing slowly along with the circle.',
  'wait.seconds': 'less than a minute',
  'wait.minutes': '{n} min',
  'wait.hours': '{n} h',

  'talk.with': 'Peer counsellor · listening',
  'talk.opening': 'A counsellor is here',
  'talk.counsellor': 'Counsellor',
  'talk.supervisor': '{name} · supervisor',
  'talk.professional': '{name} · professional',
  'talk.wrap_up': 'Your counsellor is finishing up. You can still write.',
  'talk.history': 'Earlier',
  'talk.log': 'Conversation',
  'talk.scroll': 'What was said',
  'talk.earlier': 'Show earlier messages',
  'talk.loading': 'Loading…',
  'talk.you': 'You',
  'talk.typing': '{name} is typing',
  'talk.sending': 'Sending',
  'talk.stored': 'Stored',
  'talk.read': 'Read',
  'talk.refused': 'This could not be sent',
  'talk.take_back': 'Change it and send again',
  'talk.new': 'Show new messages',
  'talk.message': 'Message',
  'talk.send': 'Send',
  'talk.too_long': 'One message holds 4,000 characters. Please shorten it by {n}.',

  'held.contact':
    'Phone numbers and ids are not passed on here, so that nobody can use them to do harm. A person looks at this message first. Write the rest again, and it goes out at once.',
  'held.approval': 'A person looks at this before it is passed on.',
  'held.rewrite': 'Write it again without that',
  'held.returned': 'This was not passed on.',
  'held.edited': 'Passed on with a small change',
  'held.withheld': 'Somebody is looking at what {name} wrote before it is passed on.',

  'care.heading': 'Help right now',
  'care.more': 'You do not have to bear it alone. If you cannot speak, you can text 112.',
  'care.aloud': 'Numbers that you can call right now are at the top: {numbers}',
  'care.fold': 'Hide',
  'care.show': 'Show who can help right now',

  'letter.offer': 'Leave a message for later',
  'letter.heading': 'Leave a message?',
  'letter.more':
    'A counsellor reads it and writes an answer here. You leave the line, and the conversation in this window closes. Your six words bring you back to the answer.',
  'letter.line': 'Write something',
  'letter.line_more': 'Write a line or more in the box at the bottom, and send it.',
  'letter.unsent': 'Please send what you are writing in the box at the bottom.',
  'letter.words': 'Have your six words',
  'letter.words_more': 'You need them to read the answer. Please check that you have them.',
  'letter.words_gone': 'You need the six words from the beginning to read the answer.',
  'letter.have_words': 'I have my six words',
  'letter.done': 'Done',
  'letter.wants_line': 'Please write something and send it first.',
  'letter.wants_words': 'Please check first that you have your six words.',
  'letter.go': 'Leave the message',
  'letter.going': 'Leaving it…',
  'letter.stay': 'Keep waiting',

  'left.heading': 'Your message is left',
  'left.more': 'Your six words show you the answer, here.',
  'left.when':
    'We do not know yet when it will come. If it is urgent, do not wait: call a number below.',

  'line.connecting': 'Connecting…',
  'line.waiting': 'The connection was lost. Reconnecting. What you wrote is safe.',
  'line.offline':
    'You are offline. Your messages go out when you are back. What you wrote is safe.',
  'line.off': 'Not connected',
  'line.live': 'Connected',
  'line.back': 'Connected again',

  'code.heading': 'Your words for coming back',
  'code.more':
    'With these six words you can carry on from any device. They are shown on this page only. Write them down somewhere safe, or learn them by heart.',
  'code.duress':
    'If someone forces you to open it, put this in place of the last word. Only an empty page opens.',
  'code.show': 'Show my words for coming back',
  'code.hide': 'Hide',
  'code.check': 'Check that I have them',
  'code.check_label': 'Write the six words without looking',
  'code.check_go': 'Check',
  'code.check_back': 'Show them again',
  'code.right': 'That is right. You can come back at any time.',
  'code.wrong': 'Not quite. Look again and retry?',

  'end.heading': 'Thank you for talking',
  'end.done': 'That is all for today. Come back whenever there is more to say.',
  'end.abandoned':
    'You were away for a while, so you left the line. That is all right. You can start again.',
  'end.code_gone': 'If you have the six words from the beginning, you can carry on with them.',
  'end.again': 'Talk again',
  'end.exit': 'Leave now',

  'survey.heading': 'May we ask two things?',
  'survey.more': 'You do not have to answer. Your counsellor cannot see it.',
  'survey.helped': 'Did talking help?',
  'survey.safer': 'Do you feel safer than before?',
  'survey.yes': 'Yes',
  'survey.some': 'A little',
  'survey.same': 'About the same',
  'survey.no': 'No',
  'survey.send': 'Send answers',
  'survey.skip': 'Skip',
  'survey.skipped': 'Skipped.',
  'survey.thanks': 'Thank you for answering.',

  'erase.open': 'Erase everything now',
  'erase.heading': 'Erase everything?',
  'erase.more':
    'All that was said so far is erased at once and cannot be brought back. If you are talking, the talk ends too. Your six words stop working.',
  'erase.stays': 'Only numbers without name or text stay, such as how many talks there were.',
  'erase.go': 'Erase everything',
  'erase.going': 'Erasing…',
  'erase.stay': 'Keep it',
  'erase.offline':
    'You are not connected to the internet. Nothing is erased yet. Try again when you are.',
  'erase.failed': 'Nothing is erased yet. Please try again in a moment.',
  'erase.gone':
    'This window cannot erase it any more. Come back with your six words and erase it there.',

  'erased.heading': 'Everything is erased',
  'erased.more':
    'Nobody can read what was said any more. Your six words no longer work. You can start anew whenever you want to talk.',
  'erased.some': 'All that can be erased is erased',
  'erased.none': 'It cannot be erased yet',
  'erased.held':
    'Because of a legal request, {n} of your conversations cannot be erased now. They stay locked until that is over, and are erased then.',
  'erased.code': 'Your six words no longer work. You can start anew at any time.',

  'memo.title': 'Notes',
  'memo.none': 'No notes',
  'memo.more': 'New notes appear here.',
  'memo.close': 'Close',

  'gone.signed_out': 'This window’s conversation is closed',
  'gone.signed_out_more':
    'You opened it somewhere else, or time ran out. Your six words bring you back.',
  'gone.replaced': 'You are carrying on in another window',
  'gone.replaced_more': 'To see it in this window, press the button.',
  'gone.here': 'Carry on here',
  'gone.protocol': 'Please reload this page',
  'gone.protocol_more':
    'This page is out of date. Your conversation will still be here afterwards.',
  'gone.reload': 'Reload',

  'problem.offline':
    'You are not connected to the internet. Try again when you are. What you wrote is safe.',
  'problem.busy':
    'Many people are coming in. Please try again in a moment. What you wrote is safe.',
  'problem.slow_down': 'A little slower, please. You can try again in {n} seconds.',
  'problem.not_now':
    'You cannot talk here right now. Please come back later. If things are hard now, please call a number below.',
  'problem.too_long': 'That is too long. Please shorten it and send it again.',
  'problem.invalid': 'It has characters that cannot be sent. Please change it and send it again.',
  'problem.closed': 'This conversation has ended, so nothing more can be sent.',
  'problem.unexpected': 'That did not work. Please try once more. What you wrote is safe.',
};
