package import PoolObservation

/// Something the dashboard wants done that it cannot do itself.
package enum Effect: Sendable, Hashable {
  /// Submit so many more jobs of the current kind.
  case submit(count: Int)
  /// Cancel these futures, and answer with what came of it.
  case cancel([FutureID])
  /// Stop jobs that run: ask each, and end it where that is possible.
  case stop([FutureID])
  /// Submit what these futures were made of again.
  case submitAgain([FutureID])
  /// Hold dispatch, or let it go on.
  case hold(Bool)
  /// Let exactly one future start while dispatch is held.
  case step
  /// Change the greatest number of workers by so many.
  case resize(by: Int)
  case shutDown(ShutdownChoice)
  /// Let the pool come to its end; the program leaves then.
  case quit(QuitChoice)
  /// Leave at once; whether work that is lost by it was cut short.
  case leave(isCutShort: Bool)
  /// Tell which scenarios can be opened.
  case listScenarios
  /// Play another scenario in the place of this one.
  case open(String)
  /// Play this scenario from its beginning.
  case runAgain
  /// Look as the settings say from now on.
  case use(Settings)
  /// Write one of the settings down for the next time.
  case keep(SettingRow, String)
  /// Tell what the snapshots do not hold of a future.
  case describe(FutureID)
  /// Ring the bell: all is done.
  case ring
  /// Show a person who looks elsewhere what all came to.
  case notify(sentence: String)
  /// Look at every future, and answer with what was found.
  case survey(Survey)
  /// Hand over the pictures of the past.
  case recall
  /// Play a recording otherwise than now.
  case play(PlaybackCommand)
  /// Write a report of the run; over a file that is there only when that is wanted.
  case report(overwrites: Bool)
  /// Draw every cell again, whatever the terminal is believed to show.
  case redraw
  /// Give the terminal back to the shell until that brings the program back.
  case suspend
}

/// A way to shut a pool down.
package enum ShutdownChoice: String, Sendable, Hashable {
  /// All that was submitted runs to its end.
  case wait
  /// What is pending is cancelled, what runs goes to its end.
  case cancelPending
  /// What is pending is cancelled, and what runs is ended where that is possible, else asked to.
  case now
}

/// A way to leave the program.
package enum QuitChoice: String, Sendable, Hashable {
  /// Once all that was submitted has run.
  case wait
  /// Once what runs is done; what is pending is cancelled.
  case cancelPending
}
