// Puts a card of ours on your page, where this line stands:
//
//   <script src="https://…/embed.js" data-code="YOUR CODE" async></script>
//
// It is a frame, so that neither side sees what happens on the other. This script makes the frame and nothing else: it
// sets no cookie, keeps nothing, listens to nothing, and leaves no name behind. Only sites that were named to us when
// the code was made may show the frame.
(function () {
  'use strict';
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;
  const korean = navigator.languages.some((one) => one.toLowerCase().startsWith('ko'));
  const frame = document.createElement('iframe');
  const page = new URL('/embed', script.src);
  page.searchParams.set('o', script.dataset.code ?? '');
  frame.title = korean ? '또래 상담사와 이야기하기' : 'Talk to a peer counsellor';
  frame.referrerPolicy = 'no-referrer';
  frame.loading = 'lazy';
  frame.width = '360';
  frame.height = '340';
  frame.style.cssText = 'width:100%;max-width:360px;height:340px;border:0;border-radius:12px';
  frame.src = page.href;
  script.after(frame);
})();
