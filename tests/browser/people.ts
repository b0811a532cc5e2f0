//! The two sides of a conversation, by what they see and press: roles and names, never the page's insides.

import type { Locator } from '@playwright/test';
import { expect, type Page } from './fixtures.ts';
import type { Person } from './server.ts';

/** The words on both pages, in the language of the browser. */
const words = {
  ko: {
    first: '하고 싶은 말',
    start: '이야기 시작하기',
    soon: '곧 만나요',
    message: '메시지',
    send: '보내기',
    log: '이야기',
    history: '이전 이야기',
    said: '주고받은 이야기',
    exit: '나가기',
    code: '다시 올 때 쓰는 말',
    back: '전에 온 적이 있어요',
    codeLabel: '다시 올 때 쓰는 여섯 단어',
    goOn: '이어서 이야기하기',
    thanks: '이야기해 줘서 고마워요',
    typing: (name: string) => `${name} 님이 쓰고 있어요`,
    read: '읽음',
    email: '이메일',
    password: '비밀번호',
    signIn: '들어가기',
    signOut: '나가기',
    take: '받기 시작',
    pause: '잠깐 쉬기',
    offer: '새 대화가 왔어요',
    open: '열기',
    visitor: '방문자',
    toVisitor: '방문자에게',
    isTyping: '쓰고 있어요',
    details: '정보',
    transfer: '넘기기',
    transferring: '대화 넘기기',
    wrapUp: '마무리',
    finish: '끝내기',
    chats: '내 대화',
    left: '방문자가 나갔어요',
    lines: '대화 내용',
  },
  en: {
    first: 'What would you like to say?',
    start: 'Start talking',
    soon: 'Someone will be with you soon',
    message: 'Message',
    send: 'Send',
    log: 'Conversation',
    history: 'Earlier',
    said: 'What was said',
    exit: 'Leave',
    code: 'Your words for coming back',
    back: 'I have been here before',
    codeLabel: 'Your six words for coming back',
    goOn: 'Carry on talking',
    thanks: 'Thank you for talking',
    typing: (name: string) => `${name} is typing`,
    read: 'Read',
    email: 'E-mail',
    password: 'Password',
    signIn: 'Sign in',
    signOut: 'Sign out',
    take: 'Take chats',
    pause: 'Pause',
    offer: 'A new conversation',
    open: 'Open',
    visitor: 'Visitor',
    toVisitor: 'To the visitor',
    isTyping: 'typing',
    details: 'Details',
    transfer: 'Transfer',
    transferring: 'Transfer this chat',
    wrapUp: 'Wrap up',
    finish: 'Finish',
    chats: 'My chats',
    left: 'The visitor has left',
    lines: 'What was said',
  },
} as const;

export type Language = keyof typeof words;

/** She who asks. */
export class Visitor {
  readonly page: Page;
  readonly t: (typeof words)[Language];

  constructor(page: Page, language: Language = 'ko') {
    this.page = page;
    this.t = words[language];
  }

  get box(): Locator {
    return this.page.getByRole('textbox', {
      name: this.t.message,
      exact: true,
    });
  }

  /** Everything that was said, whether before this page was opened or since. */
  get lines(): Locator {
    return this.page.getByRole('region', { name: this.t.said }).getByRole('listitem');
  }

  line(text: string): Locator {
    return this.lines.filter({ hasText: text });
  }

  get exit(): Locator {
    return this.page.getByRole('link', { name: this.t.exit, exact: true });
  }

  async arrive(): Promise<void> {
    await this.page.goto('/');
    await expect(this.page.getByRole('button', { name: this.t.start })).toBeVisible();
  }

  async ask(text: string): Promise<void> {
    await this.arrive();
    await this.page.getByRole('textbox', { name: this.t.first }).fill(text);
    await this.page.getByRole('button', { name: this.t.start }).click();
    await expect(this.box).toBeVisible();
  }

  async say(text: string): Promise<void> {
    await this.box.fill(text);
    await this.box.press('Enter');
    await expect(this.line(text)).toHaveCount(1);
    await expect(this.box).toHaveValue('');
  }

  /** The words for coming back, as the page shows them. */
  async code(): Promise<string> {
    const card = this.page.getByRole('region', { name: this.t.code });
    const text = await card.getByRole('paragraph').first().innerText();
    return text.trim().split(/\s+/).join(' ');
  }

  async comeBack(code: string): Promise<void> {
    await this.page.goto('/');
    await this.page.getByRole('button', { name: this.t.back }).click();
    await this.enterCode(code);
  }

  async enterCode(code: string): Promise<void> {
    await this.page.getByRole('textbox', { name: this.t.codeLabel }).fill(code);
    await this.page.getByRole('button', { name: this.t.goOn }).click();
  }
}

/** She who answers. */
export class Counsellor {
  readonly page: Page;
  readonly person: Person;
  readonly t: (typeof words)[Language];

  constructor(page: Page, person: Person, language: Language = 'ko') {
    this.page = page;
    this.person = person;
    this.t = words[language];
  }

  get box(): Locator {
    return this.page.getByRole('textbox', {
      name: this.t.toVisitor,
      exact: true,
    });
  }

  get lines(): Locator {
    return this.page.getByRole('region', { name: this.t.lines }).getByRole('listitem');
  }

  line(text: string): Locator {
    return this.lines.filter({ hasText: text });
  }

  get offer(): Locator {
    return this.page.getByRole('region', { name: this.t.offer });
  }

  /** The chat that is open. */
  get chat(): Locator {
    return this.page.getByRole('region', {
      name: new RegExp(`^${this.t.visitor} \\d{4}`),
    });
  }

  async signIn(): Promise<void> {
    await this.page.goto('/desk');
    await this.page.getByLabel(this.t.email, { exact: true }).fill(this.person.email);
    await this.page.getByLabel(this.t.password, { exact: true }).fill(this.person.password);
    await this.page.getByRole('button', { name: this.t.signIn, exact: true }).click();
  }

  /** Out once the page says so: whoever leaves it sooner may take the request along. */
  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: this.t.signOut, exact: true }).click();
    await expect(this.page.getByLabel(this.t.email, { exact: true })).toBeVisible();
  }

  async takeChats(): Promise<void> {
    await this.page.getByRole('button', { name: this.t.take }).click();
    await expect(this.page.getByRole('button', { name: this.t.pause })).toBeVisible();
  }

  async start(): Promise<void> {
    await this.signIn();
    await this.takeChats();
  }

  async open(): Promise<void> {
    await this.offer.getByRole('button', { name: this.t.open }).click();
    await expect(this.chat).toBeVisible();
  }

  /** Opens the first of her chats from the list, as after a reload on a phone. */
  async pick(): Promise<void> {
    const chats = this.page.getByRole('region', { name: this.t.chats });
    await chats.getByRole('button', { name: this.t.visitor }).first().click();
    await expect(this.chat).toBeVisible();
  }

  async say(text: string): Promise<void> {
    await this.box.fill(text);
    await this.box.press('Enter');
    await expect(this.line(text)).toHaveCount(1);
    await expect(this.box).toHaveValue('');
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

  async transfer(to: Person): Promise<void> {
    const details = await this.details();
    await details.getByRole('button', { name: this.t.transfer, exact: true }).click();
    await this.page.getByRole('radio', { name: to.name }).check();
  }
}
