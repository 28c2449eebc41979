// What every page loads: the elements, and the connection to the companion. Terminal code comes with the first run.
import './idle.ts';
import './lab-status.ts';
import './run-snippet.ts';
import './exercise.ts';
import './page-run.ts';
import './unfold.ts';
import './terminal/opener.ts';
import './terminal/runs.ts';
import { connect } from './link.ts';
import { showProgress } from './progress.ts';

showProgress();
connect();
