package import PoolObservation

// submitter, worker ──► recorder ──full, or a snapshot is wanted──► tap ──► fold
//
// A listener is given events as values and keeps them until it asks; a tap sees each batch as it
// is, on the thread that folds it, and nothing is folded until it has returned. So whoever taps
// holds work back before an event is lost: workers that find the recorder full wait for the fold.

/// Gives every event of a pool to somebody, in batches, until it is dropped.
package final class EventTap: Sendable {
  /// Takes a batch.
  ///
  /// It must not ask the pool for anything, which would wait for itself.
  package typealias Taker = @Sendable (borrowing EventBatch) -> Void

  private let end: @Sendable (EventTap) -> Void

  /// Begins with what happens from now on.
  ///
  /// - Parameters:
  ///   - executor: The pool. Only its observer is kept alive.
  ///   - take: Is given each batch, one after the other.
  package convenience init(on executor: any ObservedExecutor, _ take: @escaping Taker) {
    self.init(executor.observed.core, executor.observed.core.observer, take)
  }

  private init(_ core: some ObservedCore, _ observer: PoolObserver, _ take: @escaping Taker) {
    end = { observer.removeTap($0) }
    observer.addTap(self, take, to: core)
  }

  deinit {
    end(self)
  }
}
