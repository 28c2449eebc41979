// The script of every page: the elements, and the connection to the companion. Terminal code comes with the first run.
import './idle-deadline.ts';
import './lab/lab-status.ts';
import './blocks/run-snippet.ts';
import './blocks/exercise.ts';
import './blocks/run-all-button.ts';
import './unfold.ts';
import './terminal/opener.ts';
import './transport/runs.ts';
import { showProgress } from './progress.ts';
import { connect } from './transport/current.ts';

showProgress();
connect();
