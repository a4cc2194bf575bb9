internal import Platform
internal import Synchronization
internal import WorkerProtocol

/// What the workers of one process pool have in common.
final class ProcessHosting: WorkerHosting {
  let settings: ProcessSettings
  let watch: ProcessWatch
  /// What a worker must show to be one of this program.
  let identity: String
  /// How each job's values travel, by its name: found out once, because it takes a microsecond.
  private let codecs: [String: any AnyObject & Sendable]
  private let state = Monitor(State())
  /// Whether a worker's thread may not be told of what its process says.
  let hidesSome = Atomic(false)

  private struct State {
    var tenders: [ProcessTender] = []
    var startDeathCount = 0
    var doom: ProcessTender.Doom?
  }

  init(_ settings: ProcessSettings) throws(SystemError) {
    self.settings = settings
    codecs = settings.jobs.jobs.mapValues { $0.makeCodecs(settings.jobs.coder) }
    watch = try ProcessWatch()
    identity = settings.startMethod == .reexec ? WorkerSide.buildIdentity : ""
  }

  let kind = PoolDescription.Kind.process

  func makeHost(for worker: WorkerThread) throws -> any WorkerHost {
    let tender: ProcessTender
    do {
      tender = try ProcessTender(worker, self)
    } catch {
      throw ProcessStartError(code: error.code, description: "cannot tend a worker: \(error)")
    }
    // Before it has a process, so that whoever ends all sees that one.
    state.withLock { $0.tenders.append(tender) }
    do {
      try tender.start()
    } catch {
      forget(tender)
      throw error
    }
    return tender
  }

  /// How a job's values travel; `nil` when no such job, of these types, is registered.
  func codecs<I, O>(of job: Job<I, O>) -> JobCodecs<I, O>? {
    codecs[job.name] as? JobCodecs<I, O>
  }

  func forget(_ tender: ProcessTender) {
    state.withLock { $0.tenders.removeAll { $0 === tender } }
  }

  /// Starts a worker process; it has not said a word yet.
  func launch(nonce: String) throws -> WorkerProcess {
    let launch: WorkerLaunch
    var variables = [ProcessSettings.marker: "\(nonce) \(WorkerSide.processID)"]
    if !WorkerSide.hasVariable("SWIFT_BACKTRACE") {
      variables["SWIFT_BACKTRACE"] = ProcessSettings.backtrace
    }
    switch settings.startMethod {
    case .reexec:
      launch = WorkerLaunch(
        path: "/proc/self/exe", arguments: [CommandLine.arguments.first ?? "worker"],
        environment: variables)
    case .executable(let path):
      launch = WorkerLaunch(path: path, arguments: [path], environment: variables)
    }
    do {
      return WorkerProcess(try launch.start())
    } catch {
      throw ProcessStartError(
        code: error.code, description: "cannot start a worker process: \(error)")
    }
  }

  /// Notes that a worker died before it was ready; says how many did in a row.
  func diedBeforeReady() -> Int {
    state.withLock { state in
      state.startDeathCount += 1
      return state.startDeathCount
    }
  }

  func becameReady() {
    state.withLock { $0.startDeathCount = 0 }
  }

  /// Why no process is to be started any more, and any that is must end.
  var doom: ProcessTender.Doom? { state.withLock { $0.doom } }

  /// Ends every worker process; none takes its place.
  func terminate(_ signal: Signal, _ reason: String) {
    doomAll(.terminated(reason), signal)
  }

  func killWorkers(_ reason: String) {
    terminate(.kill, reason)
  }

  /// Ends the process in one place, if there is one; returns its id.
  func killWorker(_ index: Int) -> Int32? {
    let tender = state.withLock { state in state.tenders.first { $0.worker.index == index } }
    return tender?.killProcess()
  }

  func observed() {
    guard hidesSome.load(ordering: .sequentiallyConsistent),
      hidesSome.exchange(false, ordering: .sequentiallyConsistent)
    else { return }
    for tender in state.withLock({ $0.tenders }) { tender.showUnlessAttended() }
  }

  func broke(_ reason: String) {
    guard settings.failurePolicy == .breakPool else { return }
    doomAll(.broken(reason), .kill)
  }

  private func doomAll(_ doom: ProcessTender.Doom, _ signal: Signal) {
    let tenders = state.withLock { state in
      if state.doom == nil { state.doom = doom }
      return state.tenders
    }
    for tender in tenders { tender.doom(doom, signal) }
  }
}
