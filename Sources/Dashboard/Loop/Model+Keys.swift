internal import PoolObservation

extension Model {
  /// The greatest number that can be typed before a key.
  ///
  /// Larger is more likely a slip of the finger than a wish.
  private static let repeatLimit = 100_000

  /// Where keys mean something now; the first that knows a key wins.
  var contexts: [KeyContext] {
    switch overlay {
    case .help: [.help, .anywhere]
    case .details: [.details, .anywhere]
    case .stop: [.stopDialog, .anywhere]
    case .shutdown: [.shutdownDialog, .anywhere]
    case .quit: [.quitDialog, .anywhere]
    case nil: focus == .futures ? [.futures, .panes, .anywhere] : [.panes, .anywhere]
    }
  }

  /// Does what a key means now.
  mutating func press(_ key: Key) -> [Effect] {
    guard let action = Keymap.action(of: key, in: contexts) else {
      refuse(key)
      return []
    }
    notice = nil
    let typed = repeatCount
    repeatCount = nil
    switch action {
    case .move(let move):
      self.move(move)
    case .nextPane:
      focusPane(by: 1)
    case .previousPane:
      focusPane(by: -1)
    case .submit:
      return submit(typed ?? 1)
    case .repeatCount:
      typeDigit(of: key, after: typed)
    case .cancelSelected:
      return cancelSelected()
    case .hold:
      return hold()
    case .step:
      return step()
    case .resize(let change):
      return control { [.resize(by: change)] }
    case .askStop:
      askStop()
    case .stop:
      return stop()
    case .askShutdown:
      askShutdown()
    case .shutDown(let choice):
      overlay = nil
      return [.shutDown(choice)]
    case .help:
      overlay = .help
      firstHelpRow = 0
    case .details:
      if order.isEmpty {
        notice = Notice("there is no future to show", .refused)
      } else {
        overlay = .details
      }
    case .back:
      overlay = nil
    case .redraw:
      return [.redraw]
    case .askQuit:
      return askQuit()
    case .quit(let choice):
      overlay = nil
      isLeaving = true
      return [.quit(choice)]
    case .interrupt:
      return interrupt()
    }
    return []
  }

  /// Says why a key does nothing; in a dialog, a wrong key changes nothing at all.
  private mutating func refuse(_ key: Key) {
    guard overlay == nil else { return }
    repeatCount = nil
    if Keymap.action(of: key, in: [.futures]) != nil {
      notice = Notice("\(key.label) works on the futures; Tab leads there", .refused)
    } else {
      notice = Notice("\(key.label) does nothing here; ? shows the keys", .refused)
    }
  }

  private mutating func focusPane(by step: Int) {
    let panes = Layout(model: self, size: size).panes
    guard !panes.isEmpty else { return }
    let place = panes.firstIndex(of: focus) ?? 0
    focus = panes[(place + step + panes.count) % panes.count]
  }
}

// MARK: - Work

extension Model {
  private mutating func typeDigit(of key: Key, after typed: Int?) {
    guard case .character(let character) = key, let digit = character.wholeNumberValue else {
      return
    }
    let number = (typed ?? 0) * 10 + digit
    if number == 0 {
      notice = Notice("a number before a key begins with 1 to 9", .refused)
    } else if number > Self.repeatLimit {
      notice = Notice("at most \(Self.repeatLimit.grouped) at once", .refused)
    } else {
      repeatCount = number
    }
  }

  private mutating func submit(_ count: Int) -> [Effect] {
    control { [.submit(count: count)] }
  }

  /// Does something to a pool that still takes work; else says that it does not.
  private mutating func control(_ effects: () -> [Effect]) -> [Effect] {
    switch snapshot?.pool.phase {
    case .shuttingDown?:
      notice = Notice("the pool is shutting down and takes no more work", .refused)
      return []
    case .shutDown?:
      notice = Notice("the pool is shut down and takes no more work", .refused)
      return []
    case .broken?:
      notice = Notice("the pool is broken and takes no more work", .refused)
      return []
    case .running?, .held?, nil:
      return effects()
    }
  }

  private mutating func hold() -> [Effect] {
    let isHeld = snapshot?.pool.phase == .held
    return control { [.hold(!isHeld)] }
  }

  private mutating func step() -> [Effect] {
    guard snapshot?.pool.phase == .held else {
      notice = Notice(". steps while dispatch is held; P holds it", .refused)
      return []
    }
    return [.step]
  }

  private mutating func askStop() {
    guard let id = selectedFuture, let future = snapshot?.futures[id: id] else {
      notice = Notice("there is no future to stop", .refused)
      return
    }
    guard future.state == .running else {
      let way = future.state == .pending ? "; x cancels it" : ""
      notice = Notice("#\(id) does not run: it is \(future.state.rawValue)\(way)", .refused)
      return
    }
    selection = id
    overlay = .stop
  }

  private mutating func stop() -> [Effect] {
    overlay = nil
    return selection.map { [.stop($0)] } ?? []
  }

  private mutating func cancelSelected() -> [Effect] {
    guard let future = selectedFuture else {
      notice = Notice("there is no future to cancel", .refused)
      return []
    }
    selection = future
    return [.cancel([future])]
  }

  private mutating func askShutdown() {
    if snapshot?.pool.phase == .shutDown {
      notice = Notice("the pool is already shut down", .refused)
    } else {
      overlay = .shutdown
    }
  }

  private mutating func askQuit() -> [Effect] {
    guard let snapshot, snapshot.counts.unfinished > 0 else { return [.quit(.now)] }
    overlay = .quit
    return []
  }

  /// Ctrl-C: asks the first time; while it asks, or waits for work to end, it leaves.
  private mutating func interrupt() -> [Effect] {
    overlay == .quit || isLeaving ? [.quit(.now)] : askQuit()
  }
}
