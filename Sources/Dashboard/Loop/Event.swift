package import PoolObservation
package import TextCanvas

/// Something that happened to the dashboard.
package enum Event: Sendable, Hashable {
  /// A look at the pool.
  case sampled(PoolSnapshot)
  /// The screen has a size, or another one.
  case resized(Size)
  case key(Key)
  /// Somebody pasted text, all at once or in pieces.
  case pasted(String)
  /// So much time has passed for the person who looks, whatever the pool's time does.
  case passed(Duration)
  /// The pictures of the past that can be looked at, as asked for.
  case recalled(PoolPast)
  /// Somebody clicked on a place.
  case clicked(Position)
  /// Somebody turned the wheel over a place: -1 is up, 1 is down.
  case scrolled(Position, by: Int)
  /// Somebody asked the program to end, with SIGINT.
  case interrupted
  /// Somebody leaves, and something is still being written.
  case leavingWaits
  /// What came of an effect.
  case answered(Notice)
  /// These scenarios can be opened, as asked for.
  case listed([ScenarioItem])
  /// The scenario of this path was read, and there is work by now that it would take the place of.
  case openedOverWork(path: String)
  /// So many jobs are not submitted yet, for they wait for other jobs; whether there are more than
  /// those that are submitted, now or in time; and whether there is a job to submit at all.
  case upcoming(heldBackCount: Int, hasMore: Bool, hasJob: Bool = true)
  /// Another run begins, of a scenario with this title.
  case began(title: String)
  /// What the snapshots do not hold of a future.
  case described(FutureDescription)
  /// What a look at every future found.
  case surveyed(SurveyAnswer)
  /// A recording is played like this from now on.
  case played(Playback)
  /// There is a file already where the report would be written.
  case reportExists(path: String)
  /// The run is judged, in one sentence.
  case concluded(verdict: String)
}
