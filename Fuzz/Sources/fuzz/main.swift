import CLibFuzzer
import FuzzEntries
import Glibc

// usage: FUZZ_TARGET=NAME fuzz [OPTION OF LIBFUZZER]... [CORPUS]...
private let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""

private let entry = FuzzEntry(rawValue: name)
guard entry != nil else {
  print("fuzz: FUZZ_TARGET must be one of \(FuzzEntry.allCases.map(\.rawValue).joined(separator: ", "))")
  exit(2)
}

private var count = CommandLine.argc
private var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(
  LLVMFuzzerRunDriver(&count, &arguments) { bytes, length in
    let violation = entry?.violation(by: Array(UnsafeBufferPointer(start: bytes, count: length)))
    // Whatever stops the process is a find.
    if let violation { fatalError(violation) }
    return 0
  })
