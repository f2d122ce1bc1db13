extension Machine {
  func traceEntry(_ step: Operation, _ frame: UnsafeMutablePointer<Value>) {
    unsafe trace?.enter(step.a, frame: offset(frame))
  }

  func traceSolution(_ step: Operation, _ frame: UnsafeMutablePointer<Value>) {
    guard let trace else { return }
    var values: [Value] = []
    for index in 0..<Int(step.c) { values.append(unsafe read(operands[Int(step.b) + index], frame)) }
    unsafe trace.leave(step.a, frame: offset(frame), values)
  }
}
