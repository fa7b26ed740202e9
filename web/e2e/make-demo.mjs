// Makes the synthetic district that the end-to-end tests begin with: node e2e/make-demo.mjs TRAM FOLDER
import { makeDemo, skipWithoutBrowser } from './house.mjs';

skipWithoutBrowser();
const [tram, folder] = process.argv.slice(2);
makeDemo(tram, folder);
