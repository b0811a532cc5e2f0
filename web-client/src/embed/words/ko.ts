// What the frame on a partner's page says, in Korean (해요체).

export const ko = {
  'page.title': '이야기',
  'page.heading': '무슨 일이든, 또래가 들어요',
  'page.who': '훈련받은 또래 상담사가 답해요. 이름도 전화번호도 묻지 않아요. 무료예요.',
  'page.go': '이야기하러 가기',
  'page.new_tab': '새 창에서 열려요. 이 사이트는 무슨 이야기를 하는지 볼 수 없어요.',

  'now.looking': '지금 들을 수 있는지 보고 있어요…',
  'now.listening': '지금 {n}명이 듣고 있어요. {wait}쯤 기다려요.',
  'now.alone': '지금은 자리에 아무도 없어요. 말을 남기고 기다릴 수 있어요.',
  'now.closed': '지금은 들을 수 있는 사람이 없어요',
  'now.unknown': '조금 기다릴 수 있어요',

  'wait.minutes': '{n}분',
  'wait.hours': '{n}시간',
};

export type Key = keyof typeof ko;
