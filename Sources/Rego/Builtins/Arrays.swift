/// `array.*`
extension Builtins {
  static let arrays: [Builtin] = [
    Builtin("array.concat", 2) { call throws(BuiltinError) in
      let left = try call.array(0)
      let right = try call.array(1)
      return call.arena.array(count: left.count + right.count) { $0 < left.count ? left[$0] : right[$0 - left.count] }
    },
    Builtin("array.reverse", 1) { call throws(BuiltinError) in
      let array = try call.array(0)
      return call.arena.array(count: array.count) { array[array.count - 1 - $0] }
    },
    Builtin("array.slice", 3) { call throws(BuiltinError) in
      let array = try call.array(0)
      let start = max(0, min(array.count, Int(clamping: try call.integer(1))))
      let end = max(start, min(array.count, Int(clamping: try call.integer(2))))
      return call.arena.array(count: end - start) { array[start + $0] }
    },
    Builtin("array.flatten", 1) { call throws(BuiltinError) in
      var result: [Value] = []
      for element in try call.array(0) {
        if element.has(.array) { result.append(contentsOf: element.elements) } else { result.append(element) }
      }
      return call.arena.array(result)
    },
  ]
}
