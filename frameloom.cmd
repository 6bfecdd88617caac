@echo off
rem Starts Frameloom; builds it first where it is not built.
setlocal
set "HOME_DIR=%~dp0"
set "APP=%HOME_DIR%topology\target\app"
if defined JAVA_HOME (set "JAVA=%JAVA_HOME%\bin\java") else (set "JAVA=java")
if not exist "%APP%\built" (
  echo frameloom: building, once ^(libraries are downloaded the first time^) ... 1>&2
  pushd "%HOME_DIR%"
  call mvnw.cmd --batch-mode --no-transfer-progress -q -DskipTests package || (popd & exit /b 1)
  popd
  echo built> "%APP%\built"
)
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"
set "JIT=-XX:TieredStopAtLevel=1"
if "%~1"=="serve" set "JIT="
if "%~1"=="models" set "JIT="
if "%~1"=="evaluate" set "JIT="
"%JAVA%" %JIT% -Xmx1g -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -Dai.djl.offline=true -DOPT_OUT_TRACKING=true ^
  %FRAMELOOM_SCRIPT_JAVA_OPTS% -cp "%APP%\*" dev.frameloom.cli.Main %*
exit /b %ERRORLEVEL%
