// What is said aloud outside the conversation.

class Announcer {
  /** How often Shift must still be pressed to leave; null while nobody is pressing it. */
  exitPressesLeft = $state<number | null>(null);
}

export const announcer = new Announcer();
