/// One submission of a scenario.
package struct Submission: Sendable, Hashable {
  /// When it comes, counted from the start of the run.
  package var offset: Duration
  /// Which entry of the file it belongs to, from 0.
  package var entry: Int
  /// Which submission of its entry it is, from 0.
  package var index: Int
  /// Which submission of the run it is, from 0: the template's `n`.
  package var n: Int
  /// The template's `key`.
  package var key: Int
  /// Which job it submits: a position in the scenario's jobs, from 0.
  package var job: Int

  package init(offset: Duration, entry: Int, index: Int, n: Int, key: Int, job: Int) {
    self.offset = offset
    self.entry = entry
    self.index = index
    self.n = n
    self.key = key
    self.job = job
  }
}
