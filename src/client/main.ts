// The script of every page: the elements, and the connection to the companion. Terminal code comes with the first run.
import './idle-deadline.ts';
import './lab/lab-status.ts';
import './blocks/run-snippet.ts';
import './blocks/exercise.ts';
import './blocks/run-all-button.ts';
import './unfold.ts';
import './terminal/opener.ts';
import './transport/runs.ts';
import { SOLVED } from './storage-keys.ts';
import { connect } from './transport/current.ts';

// Only a reader who has solved something has progress to show.
if (localStorage.getItem(SOLVED)) import('./progress.ts').then(({ showProgress }) => showProgress());
connect();
