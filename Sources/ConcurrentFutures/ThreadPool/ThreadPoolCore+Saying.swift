internal import Logging
internal import Platform

// MARK: - What a job says

extension ThreadPoolCore: JobHost {
  func progressed(_ id: FutureID, fraction: Double, note: String) {
    locked { shared in
      // A job may have left its context to somebody who goes on.
      guard shared.workers.contains(where: { $0.runs(id) }) else { return }
      let time = now
      shared.progress[id] = (fraction, note, time)
      shared.recorder.record(.progressed(id, fraction: fraction, note: note), at: time)
    }
  }

  func logged(_ message: String, by context: JobContext) {
    log(
      LogLine(
        worker: context.worker, future: context.id, threadName: context.workerName,
        threadID: OSThread.currentID, text: message))
    log.info(
      "\(message)", metadata: .of(context.id, job: context.job, worker: context.workerName))
  }

  func isStopRequested(_ id: FutureID) -> Bool { false }

  func log(_ line: LogLine) {
    locked { shared in
      let time = now
      shared.log.append(LogTail.Entry(time: time, line: line))
      shared.recorder.record(.logged(line), at: time)
    }
  }
}
