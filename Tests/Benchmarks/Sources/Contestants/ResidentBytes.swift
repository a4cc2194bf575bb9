internal import Glibc

/// Reads how much memory of this process is resident, in bytes.
package func residentBytes() -> Int {
  guard let file = fopen("/proc/self/statm", "r") else { return 0 }
  defer { fclose(file) }
  var line = [CChar](repeating: 0, count: 256)
  guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
  // The second number: resident pages.
  let numbers = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    .split(separator: " ")
  return numbers.count < 2 ? 0 : (Int(numbers[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE))
}
