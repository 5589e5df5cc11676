// For `--import`: TypeScript sources run as they are, in worker threads too, where tsx alone does not reach.
import { register } from 'tsx/esm/api';

register();
