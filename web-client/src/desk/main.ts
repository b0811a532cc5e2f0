// The desk: for counsellors and supervisors.

import { mount } from 'svelte';
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import './desk.css';
import App from './App.svelte';
import { door } from './session.svelte.ts';

const page = document.getElementById('page');
if (page !== null) mount(App, { target: page });
void door.ask();
