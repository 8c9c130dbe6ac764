import { parentPort, workerData } from "node:worker_threads";
import { MongoBinary } from "mongodb-memory-server";

parentPort?.postMessage(await MongoBinary.getPath({ downloadDir: workerData.downloadDirectory }));
