internal import CPlatform
internal import Glibc

// A shell, because there is one wherever commands are run, and it needs nothing of this program. It
// lives in a session of its own, deaf to what ends the others, and reads one line for each command
// that starts and one for each that has ended. When the last writer is gone, it kills what is left:
// the groups at once, then whoever made a group of its own in these sessions, as timeout(1) does.
// What leaves its session, as a daemon does, is let go.

/// A process that ends the commands of this one, and all they have started, if this one is killed.
final class Watchdog: Sendable {
  /// Commands tell it of themselves here; closes on exec, so that nobody holds it but this process.
  let socket: Int32

  private static let script = """
    trap '' HUP INT QUIT TERM
    all=' '
    while read -r sign one; do
      case $sign in
      +) all="$all$one " ;;
      -) case $all in *" $one "*) all="${all%% $one *} ${all#* $one }" ;; esac ;;
      esac
    done
    test "$all" = ' ' && exit
    for one in $all; do kill -s KILL -- "-$one"; done
    for pass in 1 2; do
      for facts in /proc/[0-9]*/stat; do
        read -r line < "$facts" || continue
        set -- ${line##*) }
        case $all in *" $4 "*) line=${facts#/proc/}; kill -s KILL "${line%/stat}" ;; esac
      done
    done
    """

  /// How long a command's start or end may wait for a watchdog that does not read.
  ///
  /// Longer loses nothing on a machine that is busier; shorter goes on sooner without one.
  private static let usualPatience = Duration.seconds(1)

  /// Starts it.
  ///
  /// - Parameters:
  ///   - script: What it does, for `/bin/sh`.
  ///   - patience: How long a command's start or end may wait for it, in whole seconds.
  /// - Throws: ``SystemError``, when it cannot be started.
  init(
    script: String = script, patience: Duration = usualPatience
  ) throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    guard unsafe cplatform_command_socket_pair(&ends) == 0 else {
      throw SystemError(call: "socketpair", code: errno)
    }
    socket = ends[0]
    defer { close(ends[1]) }
    var limit = timeval(tv_sec: Int(patience.components.seconds), tv_usec: 0)
    unsafe setsockopt(
      socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let shell = Command(
      arguments: ["/bin/sh", "-c", script, "pooltop-watchdog"], folder: "/")
    do throws(SystemError) {
      _ = try shell.spawn(Command.Ties(input: ends[1], outlivesThread: true))
    } catch {
      close(socket)
      throw error
    }
  }

  deinit {
    close(socket)
  }

  /// Takes a command off its list; what that has started may go on from then on.
  func forget(_ process: pid_t) {
    cplatform_command_tell(socket, CChar(UInt8(ascii: "-")), process)
  }
}
