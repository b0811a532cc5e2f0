//! The desk beyond a single talk: a supervisor's pages, and what a counsellor does when a talk is over.

import type { Locator } from '@playwright/test';
import { expect, type Page } from './fixtures.ts';
import type { Counsellor, Language } from './people.ts';
import type { Person, Server } from './server.ts';

export const minji: Person = {
  name: '민지',
  email: 'minji@example.kr',
  password: 'seven stones across the river',
};
export const bora: Person = {
  name: '보라',
  email: 'bora@example.kr',
  password: 'a blue door behind the hill',
};
export const dami: Person = {
  name: '다미',
  email: 'dami@example.kr',
  password: 'the last bus before the rain',
};

const words = {
  ko: {
    email: '이메일',
    password: '비밀번호',
    signIn: '들어가기',
    menu: '메뉴',
    chats: '상담',
    wallboard: '현황판',
    held: '확인',
    review: '검토',
    letters: '남긴 말',
    more: '전체 메뉴',
    debriefs: '마음 돌보기',
    blocks: '차단',
    outreach: '찾아가는 상담',
    readings: '읽은 기록',
    holds: '법적 보존',
    past: '끝난 대화',
    alarm: '지금 봐야 할 일',
    soft: (n: number) => `볼 것 ${n}건`,
    answer: '내가 볼게요',
    takeOver: '이어받기',
    soundOn: '소리 켜기',
    silent: '소리가 꺼져 있어요.',
    risk: (n: number) => `위험 ${n}`,
    live: '실시간',
    notLive: '실시간이 아니에요',
    line: '줄',
    counsellors: '상담사',
    toCheck: '확인을 기다리는 말',
    trustOf: (name: string) => `${name} 님의 말 확인`,
    trustAll: '모두',
    saved: '저장했어요.',
    release: '보내기',
    edit: '고쳐 보내기',
    sendEdited: '고친 글 보내기',
    text: '고친 글',
    give: '돌려주기',
    note: '상담사에게 남길 말',
    waits: '감독자 확인을 기다려요',
    contactWaits: '연락처가 있어 감독자가 확인해요',
    withheld: '방문자의 말 하나를 감독자가 먼저 확인하고 있어요.',
    returned: '감독자가 돌려주었어요.',
    editedMark: '감독자가 고쳐서 전했어요',
    nothingToCheck: '기다리는 말이 없어요.',
    observe: '보기',
    whisper: '귓속말하기',
    join: '함께 이야기하기',
    stepOut: '나오기',
    toCounsellor: '상담사에게만',
    toStaff: '감독자에게만',
    changeIt: '고쳐서 다시 보내기',
    details: '정보',
    setRisk: '위험 바꾸기',
    whyLower: '낮추는 까닭 (꼭 적어 주세요)',
    why: '까닭',
    save: '저장',
    history: '위험이 바뀐 기록',
    point: '말 표시하기',
    pointThis: '이 말 표시하기',
    tell: '감독자에게 보내기',
    fine: '괜찮아요',
    reviewed: '검토함',
    finish: '끝내기',
    record: '상담 기록',
    without: '기록 없이 끝내기',
    keepAndFinish: '남기고 끝내기',
    unfinished: '아직 끝내지 못했어요.',
    action: '한 일',
    panic: '지금 넘기기',
    rest: '넘겼어요. 이제 쉬어도 돼요.',
    back: '데스크로 돌아가기',
    onBreak: '쉬는 중',
    answered: '답을 남겼어요',
    done: '이야기했어요',
    block: '차단하기',
    blockGo: '차단하고 끝내기',
    days: (n: number) => `${n}일`,
    second: '24시간까지는 바로 막아요.',
    approve: '길게 막기로 확인',
    lift: '풀기',
    askLift: '풀기 요청',
    cancel: '그만두기',
    deleteOf: (site: string) => `‘${site}’ 지우기`,
    log: '한 일 적기',
    liftNote: '푸는 까닭',
    lifted: '풀림',
    newLink: '새 링크',
    linkName: '이름',
    linkSite: '어느 곳에 쓰나요',
    make: '만들기',
    qr: 'QR 그림',
    minutes: '몇 분',
    add: '적기',
    hold: '법적 보존',
    holdReason: '어느 법, 어떤 요청인가요',
    holdGo: '확인 요청하기',
    holdConfirm: '보존 확인',
    isHeld: '보존 중',
    export: '내려받기',
    hide: '내게서 숨기기',
    hideSure: '되돌릴 수 없어요. 숨길까요?',
    survey: '방문자가 답한 것',
  },
  en: {
    email: 'E-mail',
    password: 'Password',
    signIn: 'Sign in',
    menu: 'Menu',
    chats: 'Chats',
    wallboard: 'Wallboard',
    held: 'To check',
    review: 'Review',
    letters: 'Letters',
    more: 'All pages',
    debriefs: 'Debriefs',
    blocks: 'Blocks',
    outreach: 'Outreach',
    readings: 'Record of reading',
    holds: 'Legal holds',
    past: 'Ended chats',
    alarm: 'To be seen now',
    soft: (n: number) => `${n} to look at`,
    answer: 'I will look',
    takeOver: 'Take over',
    soundOn: 'Turn the sound on',
    silent: 'The sound is off.',
    risk: (n: number) => `Risk ${n}`,
    live: 'Live',
    notLive: 'Not live',
    line: 'Line',
    counsellors: 'Counsellors',
    toCheck: 'Messages to check',
    trustOf: (name: string) => `What of ${name}’s messages is checked`,
    trustAll: 'Everything',
    saved: 'Saved.',
    release: 'Send',
    edit: 'Edit and send',
    sendEdited: 'Send this text',
    text: 'The text to send',
    give: 'Return',
    note: 'A word to the counsellor',
    waits: 'A supervisor checks it first',
    contactWaits: 'It has contact details: a supervisor checks it',
    withheld: 'A supervisor checks a message of the visitor first.',
    returned: 'A supervisor returned it.',
    editedMark: 'a supervisor edited it',
    nothingToCheck: 'No message is waiting.',
    observe: 'Observe',
    whisper: 'Whisper',
    join: 'Join',
    stepOut: 'Step out',
    toCounsellor: 'To the counsellor only',
    toStaff: 'To the supervisor only',
    changeIt: 'Change it and send again',
    details: 'Details',
    setRisk: 'Change the risk',
    whyLower: 'Why it is lowered (needed)',
    why: 'Why',
    save: 'Save',
    history: 'How the risk changed',
    point: 'Point out a line',
    pointThis: 'Point out this line',
    tell: 'Tell a supervisor',
    fine: 'It is fine',
    reviewed: 'Reviewed',
    finish: 'Finish',
    record: 'Contact record',
    without: 'Finish without a record',
    keepAndFinish: 'Keep and finish',
    unfinished: 'The chat has not ended yet.',
    action: 'What was done',
    panic: 'Hand over now',
    rest: 'It is handed over. You can rest now.',
    back: 'Back to the desk',
    onBreak: 'On a break',
    answered: 'My answer is written',
    done: 'Talked over',
    block: 'Block',
    blockGo: 'Block and end the chat',
    days: (n: number) => `${n} days`,
    second: 'It is blocked at once for 24 hours.',
    approve: 'Confirm the long block',
    lift: 'Lift',
    askLift: 'Ask to lift it',
    cancel: 'Cancel',
    deleteOf: (site: string) => `Delete “${site}”`,
    log: 'What was done',
    liftNote: 'Why it is lifted',
    lifted: 'lifted',
    newLink: 'New link',
    linkName: 'Name',
    linkSite: 'Where it is used',
    make: 'Make it',
    qr: 'QR picture',
    minutes: 'Minutes',
    add: 'Add',
    hold: 'Legal hold',
    holdReason: 'Which law, which request',
    holdGo: 'Ask for confirmation',
    holdConfirm: 'Confirm the hold',
    isHeld: 'held',
    export: 'Save as a file',
    hide: 'Hide it from me',
    hideSure: 'This cannot be undone. Hide it?',
    survey: 'What visitors answered',
  },
} as const;

type Words = (typeof words)[Language];

/** What the desk says, in a language. */
export function deskWords(language: Language = 'ko'): Words {
  return words[language];
}

/** Somebody at the desk, whatever the role. */
export class Desk {
  readonly page: Page;
  readonly person: Person;
  readonly t: Words;

  constructor(page: Page, person: Person, language: Language = 'ko') {
    this.page = page;
    this.person = person;
    this.t = words[language];
  }

  /** Gives the person an account and signs in. */
  static async hire(
    page: Page,
    server: Server,
    person: Person,
    role: string,
    language: Language = 'ko',
  ): Promise<Desk> {
    await server.hire(person, role);
    const desk = new Desk(page, person, language);
    await desk.signIn();
    return desk;
  }

  async signIn(): Promise<void> {
    await this.page.goto('/desk');
    await this.page.getByLabel(this.t.email, { exact: true }).fill(this.person.email);
    await this.page.getByLabel(this.t.password, { exact: true }).fill(this.person.password);
    await this.page.getByRole('button', { name: this.t.signIn, exact: true }).click();
  }

  get menu(): Locator {
    return this.page.getByRole('navigation', { name: this.t.menu });
  }

  get main(): Locator {
    return this.page.getByRole('main');
  }

  /** What burns. */
  get alarm(): Locator {
    return this.page.getByRole('region', { name: this.t.alarm });
  }

  /** Opens a page of the menu. */
  async go(name: string): Promise<void> {
    await this.menu.getByRole('button', { name }).click();
  }

  /** Opens a page behind "all pages". */
  async goMore(name: string): Promise<void> {
    await this.go(this.t.more);
    await this.main.getByRole('button', { name }).click();
    await expect(this.main.getByRole('heading', { name, level: 1 })).toBeVisible();
  }

  /** Opens a page from where this screen has it: the menu, or "all pages", which must be open. */
  async reach(name: string): Promise<void> {
    const place = this.menu.getByRole('button', { name }).filter({ visible: true });
    if ((await place.count()) > 0) await place.click();
    else await this.main.getByRole('button', { name }).click();
  }

  /** The wallboard, with numbers on it that are of now. */
  async live(): Promise<void> {
    await expect(this.main.getByRole('heading', { name: this.t.wallboard })).toBeVisible();
    await expect(this.page.getByRole('status').filter({ hasText: this.t.live })).toBeVisible();
    await expect(this.main.getByRole('region', { name: this.t.line })).toBeVisible();
  }

  get line(): Locator {
    return this.main.getByRole('list', { name: this.t.line }).getByRole('listitem');
  }

  get toCheck(): Locator {
    return this.main.getByRole('article');
  }

  /** The chip of a talk, by what is known of it. */
  chip(text: string | RegExp): Locator {
    return this.main.getByRole('table').getByRole('button', { name: text });
  }

  /** Until the server has it: what is written before that goes out as it did. */
  async trust(person: Person, what: string): Promise<void> {
    await this.main.getByLabel(this.t.trustOf(person.name)).selectOption({ label: what });
    await expect(this.page.getByRole('status').filter({ hasText: this.t.saved })).toBeVisible();
  }

  get chat(): Locator {
    return this.page.getByRole('region', { name: /^(방문자|Visitor) \d{4}/ });
  }

  /** The page beside the chat; on a phone it is one press away. */
  async details(): Promise<Locator> {
    const details = this.page.getByRole('complementary');
    if (!(await details.isVisible())) {
      await this.chat.getByRole('button', { name: this.t.details, exact: true }).click();
      await expect(details).toBeVisible();
    }
    return details;
  }
}

/** Ends a talk that is wrapped up, without a record. */
export async function finish(counsellor: Counsellor): Promise<void> {
  await counsellor.chat.getByRole('button', { name: counsellor.t.finish }).first().click();
  await counsellor.page
    .getByRole('dialog')
    .getByRole('button', { name: /^(기록 없이 끝내기|Finish without a record)$/ })
    .click();
}

/** Counts what the page plays. */
export async function listen(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    localStorage.setItem('desk.sound', 'on');
    const create = AudioContext.prototype.createOscillator;
    let played = 0;
    AudioContext.prototype.createOscillator = function (): OscillatorNode {
      played += 1;
      document.documentElement.dataset['played'] = String(played);
      return create.call(this);
    };
  });
  return async () =>
    Number(await page.evaluate(() => document.documentElement.dataset['played'] ?? '0'));
}
