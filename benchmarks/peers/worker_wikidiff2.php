<?php
// Answers pairs of texts with wikidiff2. The answer holds its own JSON: lines, and what it calls moved.
function cpu() {
    $used = getrusage();
    return $used['ru_utime.tv_sec'] + $used['ru_stime.tv_sec']
        + ($used['ru_utime.tv_usec'] + $used['ru_stime.tv_usec']) / 1e6;
}

while (($line = fgets(STDIN)) !== false) {
    $request = json_decode($line, true);
    $started = cpu();
    $found = wikidiff2_inline_json_diff($request['old'], $request['new'], 1000000);
    $took = cpu() - $started;
    echo json_encode(['cpu_s' => $took, 'lines' => json_decode($found, true)['diff'] ?? null]), "\n";
    flush();
}
