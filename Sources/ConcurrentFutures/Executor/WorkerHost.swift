// A thread pool's worker is a thread, and that is all. In a process pool, each thread tends a
// worker process: it hands it one job at a time and waits for the answer. The queue, priorities,
// limits, retries, holding, snapshots are the same core; what differs goes through here.

internal import Platform

/// Gives the workers of a pool what they need beside a thread.
protocol WorkerHosting: AnyObject, Sendable {
  /// What the pool's workers are.
  var kind: PoolDescription.Kind { get }

  /// Makes what one worker needs.
  ///
  /// Under the pool's monitor, so that a refusal leaves nothing behind.
  func makeHost(for worker: WorkerThread) throws -> any WorkerHost

  /// Hears that somebody will be told of the end of a future, and does not wait where it comes.
  func observed()

  /// Does what is to be done when the pool is broken.
  func broke(_ reason: String)

  /// Ends all workers that still are, whatever they do, for a reason; none begins any more.
  func killWorkers(_ reason: String)
}

/// What one worker needs beside its thread.
protocol WorkerHost: AnyObject, Sendable {
  /// The number by which the system knows it.
  var systemID: UInt64 { get }

  /// Whether the worker must be prepared before it can take work.
  var needsCare: Bool { get }

  /// Makes the worker fit for work.
  ///
  /// On the worker's thread, no lock held; may take long.
  ///
  /// - Throws: Why the worker can work no more.
  func prepare() throws

  /// Lets the worker rest until it is called, or something has come that only its host knows of.
  func rest()

  /// Calls the worker that rests, or will.
  func call()

  /// Takes a future that its submitter hands over, so that no thread need be woken for it; false
  /// when it must go the usual way.
  ///
  /// Under the pool's monitor, while the worker rests.
  func accept(_ future: AnyFuture) -> Bool

  /// Waits for the answer to what was accepted, on the thread of somebody who wants it; true when
  /// it is there, and that thread may end the run, and then says ``handBack()``.
  ///
  /// False when the worker's thread sees to it.
  func attend(_ future: AnyFuture, until deadline: MonotonicClock.Instant?) -> Bool

  /// The worker's thread sees to everything again.
  ///
  /// Under the pool's monitor.
  func handBack()

  /// Ends whatever runs a future, and says whether it did; never what runs next.
  ///
  /// Under the pool's monitor, while the worker has that future.
  func end(_ future: FutureID, _ cause: EndCause, grace: Duration) -> Bool

  /// Takes no more time from what was asked to end: the whole program is to be suspended.
  ///
  /// Under the pool's monitor.
  func holdEnd()

  /// Gives what was asked to end so much more time: the whole program was suspended.
  ///
  /// Under the pool's monitor.
  func postponeEnd(by delay: Duration)

  /// Tells the job of a future that it shall stop.
  func stop(_ future: FutureID)

  /// Forgets the run that is over: the next attempt of the same future is another.
  ///
  /// Under the pool's monitor, as the worker takes its next run.
  func settle()

  /// Lets go of all that it has.
  ///
  /// On the worker's thread, or on another when it was refused; no lock held, as the last call.
  func leave()
}

/// Why a running job is ended from outside.
enum EndCause: Sendable, Equatable {
  /// Its time limit passed.
  case timeLimit
  /// Somebody killed it.
  case killed
}
